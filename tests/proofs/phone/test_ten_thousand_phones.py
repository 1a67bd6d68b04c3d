"""Ten thousand phones, two thousand people, a bad net, wrong clocks and a database that fails:
in the end exactly the truth.

2,000 people have five phones each. Every phone writes at least once, in two spells of living
without a net: about the day in the diary of a sixth of the people, about one skill with the others.
Of a hundred tries to send, fifteen requests and fifteen answers are lost, ten arrive twice,
and some arrive again when everything is over; in every seventh request PostgreSQL refuses every
seventh statement that writes.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from openimt_clinic.database.wall import inside
from openimt_clinic.records.clinic import Clinic
from tests.proofs.phone.holding import hold
from tests.proofs.phone.world import Net, invite
from tests.web.people import a_clinic

PEOPLE, PHONES_EACH, SEED = 2000, 5, 20261122


@pytest.fixture
def clinic(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,  # type: ignore[valid-type]
) -> Iterator[Clinic]:
    """Kept for good, entry by entry, as in a clinic: no transaction is around it all."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        made = a_clinic("Ten thousand phones")
        with inside(clinic=made.pk), timezone.override(made.time_zone):
            yield made
        connection.close()


@pytest.mark.slow
def test_ten_thousand_phones_come_to_exactly_the_truth(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "openimt_clinic.patient.sync")
    chance = Random(SEED)
    people = invite(clinic, PEOPLE, PHONES_EACH, chance, diaries=1 / 6)
    net = Net(chance, clinic)
    for person in people:
        net.live(person)
    looked_at = hold(people)
    _enough_went_wrong(net.count, looked_at)


def _enough_went_wrong(count: Counter[str], looked_at: Counter[str]) -> None:
    """What the proof is about did happen, often."""
    print(dict(count), dict(looked_at))
    assert looked_at["phones"] == 10_000
    faults = ("requests lost", "answers lost", "sent twice", "late again", "later", "again")
    for fault in (*faults, "statements refused", "clashed"):
        assert count[fault] > 200, fault
    assert looked_at["clashes"] > 200
    assert looked_at["cases"] > 100
