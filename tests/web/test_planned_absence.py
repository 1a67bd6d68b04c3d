"""Planned absence: noted in advance with a name, told to the people, and covered on those days."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt.terms import Response
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import OF_TEAM, OF_TREATING, Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.absences import plan_absence, take_back_absence
from openimt_clinic.actions.alerting import pass_on, raise_alert
from openimt_clinic.actions.duty import hand_duty, put_on_duty, swap_duty
from openimt_clinic.actions.fit.choosing import keep_apart
from openimt_clinic.clinician.caseload_queries import in_my_care
from openimt_clinic.components.cases_of import cases_of
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User
from tests.web.absent import an_absence, today
from tests.web.kept import a_duty, an_alert, an_appointment
from tests.web.pages_of import Browser
from tests.web.people import People, a_user

PAGE = "/caseload/away/"


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def eva(people: People) -> User:
    """A clinician of the clinic who has nothing to do with Dan."""
    return a_user("Eva", people.clinic, RoleName.CLINICIAN)


def plan(people: People, begins: int = 3, ends: int = 9, cover: User | None = None) -> None:
    plan_absence(
        clinic=people.clinic, first=today() + timedelta(days=begins),
        last=today() + timedelta(days=ends), cover=cover or people.ben, by=people.ana,
    )  # fmt: skip


def test_it_is_noted_and_the_person_reads_it_before_it_begins(
    people: People, ana: Client, signed_in: Browser
) -> None:
    first, last = today() + timedelta(days=3), today() + timedelta(days=9)
    given = {"first": first.isoformat(), "last": last.isoformat(), "cover": str(people.ben.pk)}
    answer = ana.post(PAGE, given, follow=True)
    assert "Noted." in answer.content.decode()
    assert "Ben is there." in answer.content.decode()
    dan = signed_in(people.dan)
    page = dan.get(reverse("patient:appointments")).content.decode()
    assert "Ana is away from" in page
    assert "Ben is there for you then." in page
    dan.cookies["language"] = "de"
    german = dan.get(reverse("patient:appointments")).content.decode()
    assert "Ben is there for you then." in german or "Ben ist dann für Sie da." in german


def test_over_or_taken_back_it_is_told_no_more(people: People, signed_in: Browser) -> None:
    over = an_absence(people, begins=-9, days=2)
    back = an_absence(people, begins=3)
    take_back_absence(absence=back, by=people.ana)
    page = signed_in(people.dan).get(reverse("patient:appointments")).content.decode()
    assert "is away" not in page
    assert over.taken_back_at is None


def test_who_covers_may_do_what_the_absent_person_may_on_those_days_alone(
    people: People, eva: User
) -> None:
    absence = an_absence(people)
    PlannedAbsence.objects.filter(pk=absence.pk).update(cover=eva)
    assert permissions_for(eva, people.patient) == OF_TREATING
    later = {"first": today() + timedelta(days=1), "last": today() + timedelta(days=2)}
    PlannedAbsence.objects.filter(pk=absence.pk).update(**later)
    with pytest.raises(Http404):
        require(eva, Permission.READ_RECORD, people.patient)


def test_the_cover_ends_when_it_is_taken_back_and_with_the_care(people: People, eva: User) -> None:
    absence = an_absence(people)
    PlannedAbsence.objects.filter(pk=absence.pk).update(cover=eva)
    relation = CareRelation.objects.get(user=people.ana, until__isnull=True)
    relation.until, relation.ended_by = today(), people.lea
    relation.save()
    assert not permissions_for(eva, people.patient)


def test_somebody_who_reads_along_may_write_while_they_cover(people: People) -> None:
    assert permissions_for(people.ben, people.patient) == OF_TEAM
    an_absence(people)
    assert permissions_for(people.ben, people.patient) == OF_TREATING


def test_the_covers_caseload_shows_the_people_and_says_why(
    people: People, eva: User, signed_in: Browser
) -> None:
    assert people.patient.name not in signed_in(eva).get("/caseload/").content.decode()
    absence = an_absence(people)
    PlannedAbsence.objects.filter(pk=absence.pk).update(cover=eva)
    an_alert(people, at=timezone.now())
    page = signed_in(eva).get("/caseload/").content.decode()
    assert "You are there for Ana until" in page
    assert people.patient.name in page
    standing = Standing(eva, people.clinic, frozenset({RoleName.CLINICIAN}))
    assert list(in_my_care(standing)) == [people.patient]
    assert cases_of(standing, timezone.now(), every=False).count() == 1


def test_appointments_that_fall_into_it_are_shown_and_none_is_changed(
    people: People, ana: Client
) -> None:
    inside = an_appointment(people, timezone.now() + timedelta(days=4))
    an_appointment(people, timezone.now() + timedelta(days=40))
    plan(people)
    page = ana.get(PAGE).content.decode()
    assert str(inside.pk) in page
    assert page.count(people.patient.name) == 1
    inside.refresh_from_db()
    assert inside.state == "planned"


def test_sent_twice_it_is_noted_once(people: People) -> None:
    plan(people)
    plan(people)
    assert PlannedAbsence.objects.count() == 1


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [(-1, 4, "first"), (5, 4, "last"), (9, 12, "first")],
)
def test_days_that_cannot_be_are_refused(
    people: People, begins: int, ends: int, field: str
) -> None:
    an_absence(people, begins=8)
    with pytest.raises(RecordError) as refusal:
        plan(people, begins, ends)
    assert refusal.value.field == field


def test_nobody_covers_for_themselves_or_while_away(people: People, eva: User) -> None:
    for nobody in (people.ana, people.dan, people.cleo):
        with pytest.raises(RecordError):
            plan(people, cover=nobody)
    plan_absence(
        clinic=people.clinic, first=today() + timedelta(days=5), last=today() + timedelta(days=5),
        cover=eva, by=people.ben,
    )  # fmt: skip
    with pytest.raises(RecordError, match="Ben is away"):
        plan(people)
    with pytest.raises(RecordError, match="You cover for somebody"):
        plan_absence(
            clinic=people.clinic, first=today() + timedelta(days=5),
            last=today() + timedelta(days=6), cover=people.ana, by=eva,
        )  # fmt: skip


def test_the_team_lead_may_take_it_back_and_a_colleague_may_not(people: People) -> None:
    absence = an_absence(people)
    with pytest.raises(PermissionDenied):
        take_back_absence(absence=absence, by=people.ben)
    assert take_back_absence(absence=absence, by=people.lea).taken_back_by == people.lea


def test_the_database_knows_what_an_absence_is(people: People) -> None:
    absence = an_absence(people)
    for wrong in ({"last": absence.first - timedelta(days=1)}, {"cover": people.ana}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlannedAbsence.objects.filter(pk=absence.pk).update(**wrong)


# ---- alerts of these days ----


def covered(people: People, eva: User) -> PlannedAbsence:
    absence = an_absence(people)
    PlannedAbsence.objects.filter(pk=absence.pk).update(cover=eva)
    return absence


@pytest.mark.parametrize("response", [Response.SAME_DAY, Response.NEXT_WORKING_DAY])
def test_an_alert_goes_to_who_covers_and_not_to_who_is_away(
    people: People, eva: User, response: Response
) -> None:
    covered(people, eva)
    case = raise_alert(patient=people.patient, response=response, says="x", by=people.ben)
    assert (case.owner, case.second) == (eva, people.lea)


def test_before_and_after_these_days_it_goes_to_who_treats(people: People, eva: User) -> None:
    absence = an_absence(people, begins=2)
    PlannedAbsence.objects.filter(pk=absence.pk).update(cover=eva)
    case = raise_alert(patient=people.patient, response=Response.SAME_DAY, says="x", by=people.ben)
    assert case.owner == people.ana


def test_who_is_away_is_no_second_person_either(people: People, eva: User) -> None:
    case = an_alert(people, owner=people.ben, second=people.ana)
    covered(people, eva)
    assert pass_on(alert=case, at=case.due_at + timedelta(days=1)).second is not None
    late = an_alert(people, owner=people.ben, second=people.ana, at=timezone.now())
    assert pass_on(alert=late, at=late.due_at + timedelta(seconds=1)).second == eva


def test_who_asked_for_a_change_from_the_cover_is_told_of_to_others(
    people: People, eva: User
) -> None:
    covered(people, eva)
    keep_apart(patient=people.patient, user=eva, says="", by=people.ana)
    case = raise_alert(patient=people.patient, response=Response.SAME_DAY, says="x", by=people.ben)
    assert (case.owner, case.second) == (people.lea, people.ana)


def test_who_goes_away_is_shown_the_open_alerts_that_are_theirs(
    people: People, ana: Client
) -> None:
    case = an_alert(people, at=timezone.now())
    alert = reverse("clinician:alert", args=[case.pk])
    plan(people)
    page = ana.get(PAGE).content.decode()
    assert "Hand them over before you go" in page
    assert alert in page


# ---- and the roster ----


def duty(people: People, days: int = 3, second: User | None = None) -> OnDuty:
    at = timezone.now() + timedelta(days=days)
    return a_duty(
        people, who=people.ben if second else people.ana, second=second, starts_at=at,
        ends_at=at + timedelta(hours=8),
    )  # fmt: skip


@pytest.mark.parametrize("as_second", [False, True])
def test_nobody_who_is_on_duty_is_noted_as_away(people: People, as_second: bool) -> None:
    duty(people, second=people.ana if as_second else None)
    with pytest.raises(RecordError, match="You are on duty on") as refusal:
        plan(people)
    assert refusal.value.field == "first"
    plan(people, begins=5)


def test_nobody_who_is_away_is_put_on_duty_or_takes_one_over(people: People) -> None:
    plan(people)
    at = timezone.now() + timedelta(days=4)
    with pytest.raises(RecordError, match="Ana is away from"):
        put_on_duty(
            clinic=people.clinic, who=people.ana, starts_at=at, ends_at=at + timedelta(hours=8),
            by=people.lea,
        )  # fmt: skip
    held = duty(people, second=people.lea)
    with pytest.raises(RecordError, match="Ana is away from") as refusal:
        hand_duty(entry=held, who=people.ben, second=people.ana, by=people.lea)
    assert refusal.value.field == "second"
    ahead = duty(people, days=40)
    with pytest.raises(RecordError, match="Ana is away from"):
        swap_duty(entry=held, other=ahead, by=people.lea)
