"""The numbers for the page that must not need the database are there from the start."""

import pytest
from django.db import connection

from openimt_clinic import last_numbers
from openimt_clinic.last_numbers import look_them_up, remembered
from tests.web.people import People


@pytest.fixture(autouse=True)
def nothing_seen_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_numbers, "_seen", {})
    # The test's own transaction lives on this connection; leaving it open changes nothing here.
    monkeypatch.setattr(connection, "close", lambda: None)


def test_a_fresh_process_knows_the_numbers(people: People) -> None:
    assert remembered() == []
    look_them_up()
    assert people.clinic.emergency_number in {clinic.emergency_number for clinic in remembered()}


@pytest.mark.django_db
def test_a_database_that_does_not_answer_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from django.db import OperationalError

    def silent(*_: object, **__: object) -> None:
        raise OperationalError("nobody answers")

    monkeypatch.setattr(last_numbers.Clinic.objects, "all", silent)
    look_them_up()
    assert remembered() == []
    assert "could not be read" in caplog.text
