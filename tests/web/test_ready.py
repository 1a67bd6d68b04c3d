"""A web process is ready before the first person comes."""

import gc
from collections.abc import Iterator

import pytest
from django.db import connection

from openimt.catalogue.load import load
from openimt_clinic.last_numbers import remembered
from openimt_clinic.ready import SELDOM, make_ready
from tests.web.people import People


@pytest.fixture(autouse=True)
def collector_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The test's own transaction lives on this connection; leaving it open changes nothing here.
    monkeypatch.setattr(connection, "close", lambda: None)
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_lives_on_is_out_of_the_collector_s_sight(people: People) -> None:
    make_ready()
    settled = gc.get_freeze_count()
    assert settled > 100_000
    assert len(gc.get_objects()) < settled / 10
    assert gc.get_threshold() == SELDOM


def test_catalogue_and_numbers_are_there(people: People) -> None:
    make_ready()
    assert load() is load()
    assert people.clinic.emergency_number in {clinic.emergency_number for clinic in remembered()}


def test_what_pages_leave_behind_is_still_found(people: People) -> None:
    make_ready()

    class Left:
        pass

    left = Left()
    left.itself = left  # type: ignore[attr-defined]
    del left
    assert gc.collect() >= 1
