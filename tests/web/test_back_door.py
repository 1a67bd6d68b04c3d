"""The back door: a course ends with a way back, is asked about later, and is taken up again."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from openimt.deliver.ending import Ending, ToldHow, Way, follow_ups
from openimt.errors import OpenIMTError, RecordError
from openimt_clinic.actions.alerting import acknowledge
from openimt_clinic.actions.back_door.coming_back import come_back
from openimt_clinic.actions.back_door.ending import Later, end_course, go_on, prepare_ending
from openimt_clinic.actions.back_door.following_up import follow_up
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.delivering import Held, hold_session, make_series
from openimt_clinic.actions.planning import propose
from openimt_clinic.actions.safety_planning import offer_safety_plan
from openimt_clinic.clinician.front.words import FOLLOW_UPS, TOLD, WAYS
from openimt_clinic.patient.ending import number_of
from openimt_clinic.patient.own_copy.zipped import own_copy
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.course_ending import CourseEnding, EndingWay
from openimt_clinic.records.course_ending import ToldHow as KeptTold
from openimt_clinic.records.follow_up import FollowUp, FollowUpKind
from openimt_clinic.records.plan_version import PlanState
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.people import People

Browser = Callable[[User], Client]
TODAY = timezone.localdate
WHOLE = Ending(
    Way.PLANNED, date(2026, 12, 20), gains=("I ask first.",), signs=("no sleep",),
    helps=("call Jana",), feelings="sad and proud", way_back="Call us any time.",
    call="Ana, 030 555 0101", left=("one longer gap",),
)  # fmt: skip


def url(people: People, name: str = "ending", *more: object) -> str:
    return reverse(f"clinician:{name}", args=[people.patient.pk, *more])


def tomorrow(hour: int = 9) -> datetime:
    return timezone.now().replace(hour=hour, minute=0) + timedelta(days=2)


# ---- named, and prepared ----


def test_the_form_begins_with_the_usual_days_and_the_way_back(
    people: People, signed_in: Browser
) -> None:
    page = signed_in(people.ana).get(url(people, "prepare_ending")).content.decode()
    for due in follow_ups(TODAY()):
        assert f"{due:%-d %b %Y}" in page
        assert due.isoformat() not in page
    assert "You need no new referral" in page
    assert "030 555 01" in page


def test_it_is_written_once_and_changed_and_the_days_follow(
    people: People, signed_in: Browser
) -> None:
    on = TODAY() + timedelta(days=70)
    asked = on + timedelta(days=180)
    given = {
        "way": "planned", "on": on.isoformat(), "signs": "no sleep\nlong letters",
        "boosters": f"{on + timedelta(days=30):%-d.%-m.%Y}", "check_ins": asked.isoformat(),
        "way_back": "Call us.", "call": "Ana, 030 555 0101", "shown": "on",
    }  # fmt: skip
    browser = signed_in(people.ana)
    assert browser.post(url(people, "prepare_ending"), given).status_code == 302
    row = CourseEnding.objects.get()
    assert (row.signs, row.shown) == (["no sleep", "long letters"], True)
    assert [(one.kind, one.due_on) for one in row.follow_ups.all()] == [
        ("booster", on + timedelta(days=30)), ("check_in", asked),
    ]  # fmt: skip
    again = {**given, "boosters": "", "seen": row.changed_at.isoformat()}
    assert browser.post(url(people, "prepare_ending"), again).status_code == 302
    assert [one.kind for one in CourseEnding.objects.get().follow_ups.all()] == ["check_in"]
    stale = browser.post(url(people, "prepare_ending"), {**again, "feelings": "cross"})
    assert "Somebody wrote here since" in stale.content.decode()
    assert "cross" in stale.content.decode()
    page = browser.get(url(people)).content.decode()
    assert "Still open:" in page
    assert "what was gained" in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"on": "2031-01-01"}, "too far ahead"),
        ({"on": "2020-01-01"}, "began later than that"),
        ({"way": "left", "on": "2027-02-01"}, "has left already"),
        ({"check_ins": "2026-12-01"}, "Choose days after the end"),
        ({"check_ins": "in spring"}, "is no day"),
        ({"check_ins": "2027"}, "is no day"),
        ({"way": "failed"}, "Select a valid choice"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(
    people: People, signed_in: Browser, change: dict[str, str], says: str
) -> None:
    given = {"way": "planned", "on": "2026-12-20", "check_ins": "2027-06-20", "call": "x"} | change
    page = signed_in(people.ana).post(url(people, "prepare_ending"), given)
    assert says in page.content.decode()
    assert not CourseEnding.objects.exists()


# ---- the end ----


def test_it_ends_with_everything_and_twice_is_once(people: People, signed_in: Browser) -> None:
    came.an_ending(people)
    meeting = kept.an_appointment(people, tomorrow())
    browser = signed_in(people.ana)
    page = browser.post(url(people), {"do": "end"}).content.decode()
    assert "Say how the person knows" in page
    people.patient.refresh_from_db()
    assert people.patient.ended_on is None
    for _ in range(2):
        answer = browser.post(url(people), {"do": "end", "told_how": "together"})
        assert answer.status_code == 302
    people.patient.refresh_from_db()
    meeting.refresh_from_db()
    assert people.patient.ended_on == date(2026, 11, 20)
    assert (meeting.state, meeting.reason) == (
        "cancelled_by_us", "Our time together has ended.",
    )  # fmt: skip
    page = browser.get(url(people)).content.decode()
    assert "Take the course up again" in page
    assert browser.get(reverse("clinician:patient", args=[people.patient.pk])).status_code == 200


def test_the_reason_is_said_in_the_persons_language(people: People) -> None:
    people.patient.language = "de"
    people.patient.save()
    meeting = kept.an_appointment(people, tomorrow())
    end_course(ending=came.an_ending(people), told_how=ToldHow.LETTER, by=people.ana)
    meeting.refresh_from_db()
    with translation.override("de"):
        assert meeting.reason == translation.gettext("Our time together has ended.")


def test_an_open_alert_is_handed_over_first(people: People, signed_in: Browser) -> None:
    ends = came.an_ending(people)
    alert = kept.an_alert(people)
    with pytest.raises(RecordError, match="open alert that nobody has taken on"):
        end_course(ending=ends, by=people.ana)
    acknowledge(alert=alert, by=people.ana)
    end_course(ending=ends, by=people.ana)
    page = signed_in(people.ana).get(reverse("clinician:caseload")).content.decode()
    assert reverse("clinician:alert", args=[alert.pk]) in page


@pytest.mark.parametrize("missing", ["way_back", "call"])
def test_nobody_leaves_without_a_way_back(people: People, missing: str) -> None:
    ends = came.an_ending(people, way="left", **{missing: ""})
    with pytest.raises(OpenIMTError) as refusal:
        end_course(ending=ends, by=people.ana)
    assert refusal.value.field == missing
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseEnding.objects.update(ended_at=timezone.now(), ended_by=people.ana)


def test_nobody_leaves_without_a_day_on_which_somebody_asks(people: People) -> None:
    ends = came.an_ending(people, way="moved")
    FollowUp.objects.all().delete()
    with pytest.raises(RecordError, match="asks how it is"):
        end_course(ending=ends, by=people.ana)


def test_an_end_of_which_no_more_is_said_needs_nothing(people: People) -> None:
    ends = came.an_ending(people, way="ended", way_back="", call="")
    FollowUp.objects.all().delete()
    end_course(ending=ends, by=people.ana)
    people.patient.refresh_from_db()
    assert people.patient.ended_on == ends.on


def test_a_day_to_come_is_waited_for_and_we_may_go_on(people: People) -> None:
    ends = came.an_ending(people, on=TODAY() + timedelta(days=3))
    with pytest.raises(RecordError, match="still to come"):
        end_course(ending=ends, by=people.ana)
    go_on(ending=ends, by=people.ana)
    with pytest.raises(RecordError, match="decided already"):
        end_course(ending=ends, by=people.ana)
    assert not FollowUp.objects.exists()
    prepare_ending(patient=people.patient, ending=WHOLE, later=Later(), by=people.ana)
    assert CourseEnding.objects.count() == 2


# ---- after the end ----


def test_what_belongs_to_a_course_is_refused_after_its_end_and_says_what_to_do(
    people: People,
) -> None:
    patient = came.who_has_ended(people)
    late = kept.an_appointment(people, datetime(2026, 11, 21, 9, tzinfo=kept.NOW.tzinfo))
    soon = TODAY() + timedelta(days=7)
    at = timezone.now().time()
    for act in (
        lambda: make_series(patient=patient, first=soon, at=at, until=soon, by=people.ana),
        lambda: propose(patient=patient, on=TODAY(), by=people.ana),
        lambda: hold_session(appointment=late, held=Held(note="x"), by=people.ana),
        lambda: open_document(patient=patient, kind="session", by=people.ana, about=soon),
    ):
        with pytest.raises(RecordError, match="course ended on"):
            act()


def test_what_is_always_needed_is_written_after_the_end(people: People) -> None:
    patient = came.who_has_ended(people)
    note = open_document(patient=patient, kind="closing_note", by=people.ana)
    assert note.kind == "closing_note"
    before = kept.an_appointment(people, datetime(2026, 11, 19, 9, tzinfo=kept.NOW.tzinfo))
    hold_session(appointment=before, held=Held(note="Our last one."), by=people.ana)
    offer_safety_plan(patient=patient, on=TODAY(), by=people.ana)
    with pytest.raises(PermissionDenied):
        open_document(patient=patient, kind="closing_note", by=people.ben)


def test_follow_ups_stand_on_the_caseload_when_they_are_due_and_once(
    people: People, signed_in: Browser
) -> None:
    came.who_has_ended(people)
    asked = FollowUp.objects.get()
    browser, caseload = signed_in(people.ana), reverse("clinician:caseload")
    page = url(people, "follow_up", asked.pk)
    assert page not in browser.get(caseload).content.decode()
    FollowUp.objects.update(due_on=TODAY() + timedelta(days=10))
    assert page in browser.get(caseload).content.decode()
    assert page not in signed_in(people.ben).get(caseload).content.decode()
    assert browser.post(page, {"reached": "no", "says": "Two calls, a letter."}).status_code == 302
    assert page not in browser.get(caseload).content.decode()
    assert "not reached" in browser.get(url(people)).content.decode()
    with pytest.raises(RecordError, match="written down already"):
        follow_up(asked=asked, reached=True, says="x", by=people.ana)


# ---- the way back ----


def test_the_way_back_is_one_press_and_a_new_course(people: People, signed_in: Browser) -> None:
    patient = came.who_has_ended(people)
    plan = kept.a_proposal(people)
    plan.state, plan.adopted_by, plan.adopted_at = PlanState.ADOPTED.value, people.ana, kept.NOW
    plan.save()
    browser = signed_in(people.ana)
    for _ in range(2):
        assert browser.post(url(people), {"do": "back"}).status_code == 302
    patient.refresh_from_db()
    plan.refresh_from_db()
    assert (patient.ended_on, patient.started_on) == (None, TODAY())
    assert plan.state == PlanState.SUPERSEDED.value
    row = CourseEnding.objects.get()
    assert (row.back_on, row.began_on) == (TODAY(), date(2026, 9, 7))
    assert FollowUp.objects.get().says == "Came back."
    assert "Earlier courses" in browser.get(url(people)).content.decode()
    assert not CourseEnding.objects.filter(back_on__isnull=True).exists()


def test_somebody_who_was_here_before_is_found_and_needs_no_referral(
    people: People, signed_in: Browser
) -> None:
    patient = came.who_has_ended(people)
    CareRelation.objects.update(until=date(2026, 11, 20), ended_by=people.ana)
    browser = signed_in(people.lea)
    search = reverse("clinician:way_back")
    page = browser.get(search, {"search": "dan"}).content.decode()
    assert "ended on 20 Nov 2026" in page
    assert "at least two letters" in browser.get(search, {"search": "d"}).content.decode()
    assert "Dan M." not in browser.get(search, {"search": ""}).content.decode()
    take_up = reverse("clinician:take_up", args=[patient.pk])
    browser.post(take_up, {"treated_by": str(people.ben.pk)})
    patient.refresh_from_db()
    assert patient.ended_on is None
    assert CareRelation.objects.get(patient=patient, until__isnull=True).user == people.ben
    assert browser.get(take_up).status_code == 404


def test_a_colleague_takes_over_and_a_day_that_cannot_be_is_refused(people: People) -> None:
    patient = came.who_has_ended(people)
    for day in (date(2026, 11, 1), TODAY() + timedelta(days=1)):
        with pytest.raises(RecordError, match="Choose a day"):
            come_back(patient=patient, on=day, by=people.ana)
    come_back(patient=patient, on=TODAY(), treated_by=people.ben, by=people.ana)
    kinds = CareRelation.objects.filter(user=people.ben, until__isnull=True)
    assert [one.kind for one in kinds] == ["treating"]


def test_without_anybody_who_treats_somebody_is_named(people: People) -> None:
    patient = came.who_has_ended(people)
    CareRelation.objects.update(until=date(2026, 11, 20), ended_by=people.ana)
    with pytest.raises(RecordError, match="Nobody treats this person"):
        come_back(patient=patient, on=TODAY(), by=people.lea)


# ---- the person's own side ----


def own(people: People, signed_in: Browser, page: str = "ending") -> str:
    return signed_in(people.dan).get(reverse(f"patient:{page}")).content.decode()


def test_before_it_is_shared_the_person_reads_that_nothing_is_planned(
    people: People, signed_in: Browser
) -> None:
    came.an_ending(people)
    assert "No end is planned now." in own(people, signed_in)
    assert reverse("patient:ending") not in own(people, signed_in, "me")
    CourseEnding.objects.update(shown=True, note="For us: a hard year.", on=date(2026, 11, 20))
    # A day that has passed without an end is nothing that anybody plans.
    assert "No end is planned now." in own(people, signed_in)
    CourseEnding.objects.update(on=TODAY() + timedelta(days=30))
    page = own(people, signed_in)
    assert "We plan to stop meeting on" in page
    assert "three nights without sleep" in page
    assert "a hard year" not in page
    assert reverse("patient:ending") in own(people, signed_in, "me")
    assert reverse("patient:ending") in own(people, signed_in, "home")


def test_after_the_end_plan_numbers_and_way_back_stay_and_nothing_is_asked(
    people: People, signed_in: Browser
) -> None:
    kept.a_safety_plan(people)
    came.who_has_ended(people)
    home = own(people, signed_in, "home")
    assert "We have stopped meeting" in home
    assert "Call and say that you have been here before." in home
    assert "tel:0305550101" in home
    assert reverse("patient:card") not in home
    assert "walk to the river" in own(people, signed_in, "safety_plan")
    page = own(people, signed_in)
    assert "112" in page
    assert "030 555 01" in page


def test_the_end_is_in_the_copy_of_all_that_is_kept(people: People) -> None:
    came.an_ending(people)
    with zipfile.ZipFile(io.BytesIO(own_copy(people.patient, timezone.now()))) as archive:
        page = archive.read("to-read/ending.html").decode()
    assert "three nights without sleep" in page
    assert "Ana Weber, 030 555 0101" in page


def test_a_number_is_found_in_the_line_that_was_agreed() -> None:
    assert number_of("Ana Weber, 030 555 0101 (Mo–Fr)") == "030 555 0101"
    assert number_of("the reception") == ""


# ---- words ----


def test_records_and_core_have_the_same_words() -> None:
    assert {one.value for one in EndingWay} == {one.value for one in Way} == set(WAYS)
    assert {one.value for one in KeptTold} == {one.value for one in ToldHow} == set(TOLD)
    assert {one.value for one in FollowUpKind} == set(FOLLOW_UPS)
