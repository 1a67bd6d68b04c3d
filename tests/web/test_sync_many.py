"""Eighty simulated phones, as in ``tests/proofs/phone`` with its ten thousand."""

from random import Random

from django.utils import timezone

from tests.proofs.phone.holding import hold
from tests.proofs.phone.world import Net, invite
from tests.web.people import People


def test_eighty_phones_come_to_exactly_the_truth(people: People) -> None:
    with timezone.override("Europe/Berlin"):
        chance = Random(4)
        many = invite(people.clinic, people=20, phones_each=4, chance=chance, diaries=0.6)
        net = Net(chance, people.clinic)
        for person in many:
            net.live(person)
        seen = hold(many)
    assert seen["phones"] == 80
    for fault in ("requests lost", "answers lost", "sent twice", "statements refused", "clashed"):
        assert net.count[fault], fault
    assert seen["cases"] > 2
