"""Whoever asked for a change does not meet that person again by another door."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.back_door.coming_back import come_back
from openimt_clinic.actions.fit.choosing import keep_apart, let_together
from openimt_clinic.actions.fit.handing_over import Words, bring_in, take_over
from openimt_clinic.actions.front_door.accepting import accept_referral
from openimt_clinic.actions.groups.leading import join
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.fit_choice import KeptApart
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User
from tests.web import came
from tests.web.absent import an_absence
from tests.web.grouped import a_group
from tests.web.pages_of import Browser
from tests.web.people import People, a_user

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


# ---- while somebody is away ----


def asked_to_leave(people: People) -> User:
    """Eva covers for Ana from today; Dan had asked for a change from her."""
    eva = a_user("Eva", people.clinic, RoleName.CLINICIAN)
    keep_apart(patient=people.patient, user=eva, says="private words", by=people.ana)
    absence = an_absence(people)
    PlannedAbsence.objects.filter(pk=absence.pk).update(cover=eva)
    return eva


def test_a_cover_opens_nothing_of_somebody_who_asked_them_to_leave(
    people: People, signed_in: Browser
) -> None:
    eva = asked_to_leave(people)
    assert not permissions_for(eva, people.patient)
    record = reverse("clinician:patient", args=[people.patient.pk])
    assert signed_in(eva).get(record).status_code == 404
    assert people.patient.name not in signed_in(eva).get("/caseload/").content.decode()
    let_together(apart=KeptApart.objects.get(), by=people.ana)
    assert Permission.PLAN in permissions_for(eva, people.patient)


def test_a_change_asked_for_while_somebody_covers_ends_the_cover(people: People) -> None:
    eva = a_user("Eva", people.clinic, RoleName.CLINICIAN)
    absence = an_absence(people)
    PlannedAbsence.objects.filter(pk=absence.pk).update(cover=eva)
    assert Permission.PLAN in permissions_for(eva, people.patient)
    keep_apart(patient=people.patient, user=eva, says="", by=people.ana)
    assert not permissions_for(eva, people.patient)


def test_who_is_away_is_told_for_whom_somebody_else_is_needed(
    people: People, signed_in: Browser
) -> None:
    asked_to_leave(people)
    page = signed_in(people.ana).get("/caseload/away/").content.decode()
    assert "a change from Eva was asked for" in page
    assert "private words" not in page
    bring_in(
        patient=people.patient, user=a_user("Gil", people.clinic, RoleName.CLINICIAN),
        kind=CareKind.TREATING, words=WORDS, by=people.lea,
    )  # fmt: skip
    page = signed_in(people.ana).get("/caseload/away/").content.decode()
    assert "was asked for" not in page


def test_the_person_never_reads_that_they_come_back(people: People, signed_in: Browser) -> None:
    asked_to_leave(people)
    page = signed_in(people.dan).get(reverse("patient:appointments")).content.decode()
    assert "Eva" not in page
    assert "We will tell you who is there for you then." in page
    bring_in(
        patient=people.patient, user=a_user("Gil", people.clinic, RoleName.CLINICIAN),
        kind=CareKind.TREATING, words=WORDS, by=people.lea,
    )  # fmt: skip
    page = signed_in(people.dan).get(reverse("patient:appointments")).content.decode()
    assert "Gil is there for you then." in page


def test_nobody_joins_a_group_that_they_lead(people: People) -> None:
    dan = apart(people, people.ben)
    with pytest.raises(RecordError, match=REFUSED):
        join(group=a_group(people, second=people.ben), patient=dan, by=people.ana)
