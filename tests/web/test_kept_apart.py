"""Whoever asked for a change does not meet that person again by another door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.back_door.coming_back import come_back
from openimt_clinic.actions.fit.choosing import keep_apart, let_together
from openimt_clinic.actions.fit.handing_over import Words, bring_in, take_over
from openimt_clinic.actions.front_door.accepting import accept_referral
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.fit_choice import KeptApart
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web import came
from tests.web.people import People

WORDS = Words("A change of house.")
REFUSED = "A change from Ben was asked for"


def apart(people: People, user: User, *, ended: bool = False) -> Patient:
    keep_apart(patient=people.patient, user=user, says="private words", by=people.ana)
    if ended:
        people.patient.ended_on = timezone.localdate() - timedelta(days=9)
        people.patient.save()
    return people.patient


def test_a_new_course_is_not_with_them(people: People) -> None:
    dan, today = apart(people, people.ben, ended=True), timezone.localdate()
    with pytest.raises(RecordError, match=REFUSED) as refused:
        come_back(patient=dan, on=today, treated_by=people.ben, by=people.ana)
    assert "private" not in str(refused.value)
    with pytest.raises(RecordError, match=REFUSED):
        accept_referral(
            referral=came.a_referral(people), treated_by=people.ben, code="x", same_as=dan,
            by=people.ana,
        )  # fmt: skip
    let_together(apart=KeptApart.objects.get(), by=people.ana)
    come_back(patient=dan, on=today, treated_by=people.ben, by=people.ana)
    assert CareRelation.objects.filter(patient=dan, user=people.ben, kind="treating").exists()


def test_who_still_stands_there_as_treating_does_not_count(people: People) -> None:
    dan = apart(people, people.ana, ended=True)
    with pytest.raises(RecordError, match="say who does"):
        come_back(patient=dan, on=timezone.localdate(), by=people.lea)
    with pytest.raises(RecordError, match="A change from Ana"):
        come_back(patient=dan, on=timezone.localdate(), treated_by=people.ana, by=people.lea)


def test_nobody_brings_them_in_or_hands_over_to_them(people: People) -> None:
    dan = apart(people, people.ben)
    CareRelation.objects.filter(user=people.ben).delete()
    with pytest.raises(RecordError, match=REFUSED):
        bring_in(patient=dan, user=people.ben, kind=CareKind.TREATING, words=WORDS, by=people.lea)
    with pytest.raises(RecordError, match=REFUSED):
        take_over(patient=dan, leaving=people.ana, to=people.ben, words=WORDS, by=people.lea)
    bring_in(patient=dan, user=people.ben, kind=CareKind.TEAM, words=WORDS, by=people.lea)
