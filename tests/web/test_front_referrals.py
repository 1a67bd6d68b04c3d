"""The front door: referred, screened, taken in or helped on; nothing lost, nothing twice."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.assess.front_door.asked import front_door
from openimt.assess.front_door.pattern import Pattern
from openimt.assess.front_door.screening import Answered
from openimt.errors import AssessmentError, RecordError
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.front_door.accepting import accept_referral, next_code
from openimt_clinic.actions.front_door.referring import (
    Found,
    decline_referral,
    note_found,
    receive_referral,
    screen_referral,
    withdraw_referral,
)
from openimt_clinic.actions.front_door.same_person import perhaps_the_same
from openimt_clinic.actions.front_door.waiting import give_numbers, set_check_in, start_course
from openimt_clinic.clinician.front.words import CONTACTS, REFERRERS, STANDINGS, STATES
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.diagnosis import DiagnosisRecord, DiagnosisStanding
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.referral import ContactWay, Referral, ReferralState, Referrer
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.people import People

Browser = Callable[[User], Client]
WRITTEN = {
    "given_name": "Mira", "family_initial": "T", "birth_year": "1994", "is_adult": "",
    "contact_way": "telephone", "contact": "030 555 0142", "language": "en",
    "referrer": "family_doctor", "referred_by": "Dr Sommer", "referred_on": "2026-11-02",
    "why": "Two crises this year.",
}  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"clinician:{name}", args=args)


# ---- written down ----


def test_two_presses_make_one_referral(people: People, signed_in: Browser) -> None:
    browser, sent = signed_in(people.ana), {**WRITTEN, "key": str(uuid4())}
    first = browser.post(url("new_referral"), sent)
    again = browser.post(url("new_referral"), sent)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"birth_year": "2011"}, "help the referrer to find one today"),
        ({"birth_year": "", "is_adult": "no"}, "from 18 years on"),
        ({"birth_year": ""}, "or give a year of birth that shows it"),
        ({"referred_on": "2031-01-01"}, "still to come"),
        ({"referred_on": "1026-11-02"}, "too long ago"),
        ({"contact": "   "}, "This field is required"),
        ({"why": ""}, "This field is required"),
        ({"referrer": "the_moon"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(
    people: People, signed_in: Browser, change: dict[str, str], says: str
) -> None:
    page = signed_in(people.ana).post(url("new_referral"), {**WRITTEN, **change})
    assert page.status_code == 200
    assert says in page.content.decode()
    assert "Dr Sommer" in page.content.decode()
    assert not Referral.objects.exists()


def test_the_database_keeps_no_minor_and_no_decline_without_a_way_on(people: People) -> None:
    for fields in (
        {"birth_year": None, "is_adult": None},
        {"birth_year": None, "is_adult": False},
        {"state": "declined"},
        {"state": "waiting"},
        {"state": "lost"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            came.a_referral(people, **fields)


def test_a_hostile_name_is_only_text(people: People, signed_in: Browser) -> None:
    sent = came.a_referral(people, given_name="<script>x</script>", why="<img src=x onerror=1>")
    page = signed_in(people.ana).get(url("referral", sent.pk)).content.decode()
    assert "<script>x" not in page
    assert "&lt;img src=x" in page


# ---- the screening ----


def test_danger_asks_what_was_done_before_anything_is_kept(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people, screening={}, state="received")
    browser = signed_in(people.ana)
    page = browser.post(url("screening", sent.pk), {"a_danger_now": "yes", "n_danger_now": "pills"})
    assert "act first, then write here what was done" in page.content.decode()
    assert "pills" in page.content.decode()
    sent.refresh_from_db()
    assert (sent.screening, sent.state) == ({}, "received")
    told = {"a_danger_now": "yes", "danger_done": "Called 112 at 10:02; sister is with her."}
    assert browser.post(url("screening", sent.pk), told).status_code == 302
    page = browser.get(url("referral", sent.pk)).content.decode()
    assert "Somebody is in danger now." in page
    assert "Called 112 at 10:02" in page
    assert "in danger now: act first" in browser.get(url("front_door")).content.decode()


def test_not_known_is_an_answer_and_a_question_left_out_is_none(people: People) -> None:
    sent = came.a_referral(people, screening={}, state="received")
    screen_referral(referral=sent, answers={"basics": Answered("unknown", "ask")}, by=people.ana)
    screen_referral(referral=sent, answers={"wants_this": Answered("yes")}, by=people.ana)
    sent.refresh_from_db()
    assert sent.screening["basics"] == {"answer": "unknown", "note": "ask"}
    assert set(sent.screening) == {"basics", "wants_this"}
    assert sent.state == ReferralState.IN_ASSESSMENT.value


def test_a_stale_tab_is_told_so_and_keeps_what_was_typed(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people)
    seen = sent.changed_at.isoformat()
    screen_referral(referral=sent, answers={"basics": Answered("yes")}, by=people.ben)
    told = {"a_basics": "no", "n_basics": "has a flat now", "seen": seen}
    page = signed_in(people.ana).post(url("screening", sent.pk), told).content.decode()
    assert "Somebody wrote here since this page was opened" in page
    assert "has a flat now" in page
    sent.refresh_from_db()
    assert sent.screening["basics"]["answer"] == "yes"
    for nonsense in ("yesterday", "2026"):
        page = signed_in(people.ana).post(url("screening", sent.pk), {**told, "seen": nonsense})
        assert page.status_code == 200


# ---- the diagnosis ----


def test_a_diagnosis_is_counted_shown_and_moves_into_the_record(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people)
    browser = signed_in(people.ana)
    found = {
        "code": "6D11.5", "standing": "holds", "criteria": ["1", "5", "6"], "severity": "moderate",
        "traits": ["borderline"], "note": "Since 17.", "on": "2026-11-10",
    }  # fmt: skip
    assert browser.post(url("referral_diagnosis", sent.pk), found).status_code == 302
    other = {"code": "6A60", "standing": "ruled_out", "on": "2026-11-10", "note": "No episodes."}
    browser.post(url("referral_diagnosis", sent.pk), other)
    page = browser.get(url("referral", sent.pk)).content.decode()
    assert "at least 3 of 9 criteria" in page
    assert "moderate personality disorder; borderline pattern" in page
    assert "looked for and ruled out" in page
    patient = accept_referral(referral=sent, treated_by=people.ana, code="26-7", by=people.ana)
    rows = DiagnosisRecord.objects.filter(patient=patient)
    assert {row.code: row.standing for row in rows} == {"6D11.5": "holds", "6A60": "ruled_out"}
    held = rows.get(code="6D11.5")
    assert (held.criteria, held.severity, held.by) == ([1, 5, 6], "moderate", people.ana)
    known = assessment_of(patient, timezone.localdate())
    assert known.diagnosis is not None
    assert (known.diagnosis.code, known.other_diagnoses) == ("6D11.5", None)
    sent.refresh_from_db()
    assert sent.found == []


def test_a_diagnosis_written_again_changes_and_can_be_taken_back(
    people: People, signed_in: Browser
) -> None:
    sent, day = came.a_referral(people), date(2026, 11, 10)
    for criteria in ((1, 2), (1, 2, 3)):
        note_found(referral=sent, found=Found("F60.3", day, pattern=Pattern(criteria)),
                   by=people.ana)  # fmt: skip
    sent.refresh_from_db()
    assert [row["criteria"] for row in sent.found] == [[1, 2, 3]]
    signed_in(people.ana).post(url("referral_diagnosis", sent.pk), {"take": "F60.3"})
    sent.refresh_from_db()
    assert sent.found == []
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(AssessmentError):
        note_found(referral=sent, found=Found("F60.3", tomorrow), by=people.ana)


# ---- taken in ----


def test_taken_in_twice_is_taken_in_once(people: People, signed_in: Browser) -> None:
    sent = came.a_referral(people)
    browser, given = signed_in(people.ana), {"treated_by": str(people.ana.pk), "code": "26-001"}
    for _ in range(2):
        answer = browser.post(url("accept_referral", sent.pk), given)
        assert answer["Location"] == url("referral", sent.pk)
    patient = Patient.objects.get(code="26-001")
    assert (patient.name, patient.therapy) == ("Mira T.", "gpm")
    assert Permission.PLAN in permissions_for(people.ana, patient)
    assert Reach.objects.get(patient=patient).number == "030 555 0142"
    sent.refresh_from_db()
    assert (sent.state, sent.patient) == ("waiting", patient)


def test_nobody_is_taken_in_or_sent_on_before_danger_was_asked_about(people: People) -> None:
    sent = came.a_referral(people, screening={})
    with pytest.raises(RecordError, match="Ask first"):
        accept_referral(referral=sent, treated_by=people.ana, code="x", by=people.ana)
    with pytest.raises(RecordError, match="Ask first"):
        decline_referral(referral=sent, reason="a", onward="b", told="c", told_on=came.CAME,
                         by=people.ana)  # fmt: skip
    assert Patient.objects.filter(code="x").count() == 0


def test_danger_that_stands_opens_an_alert_with_the_acceptance(people: People) -> None:
    sent = came.a_referral(
        people, screening=came.rows(came.IN_DANGER), danger_done="Called 112; sister is with her."
    )
    kept.a_duty(people, starts_at=timezone.now() - timedelta(hours=1),
                ends_at=timezone.now() + timedelta(hours=1))  # fmt: skip
    patient = accept_referral(referral=sent, treated_by=people.ana, code="26-2", by=people.ana)
    case = AlertCase.objects.get(patient=patient)
    assert (case.response, case.owner) == ("same_day", people.ben)
    assert "Called 112" in case.says


def test_a_code_that_is_taken_is_refused_and_nothing_is_half_done(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people)
    given = {"treated_by": str(people.ana.pk), "code": people.patient.code}
    page = signed_in(people.ana).post(url("accept_referral", sent.pk), given)
    assert "somebody&#x27;s code already" in page.content.decode()
    sent.refresh_from_db()
    assert (sent.state, sent.patient) == ("in_assessment", None)
    assert next_code(people.clinic, date(2026, 11, 22)) == "26-001"


def test_from_then_on_it_belongs_to_the_record(people: People, signed_in: Browser) -> None:
    sent = came.who_waits(people)
    assert signed_in(people.ana).get(url("referral", sent.pk)).status_code == 200
    for stranger in (people.ben, people.lea, people.cleo, people.dan):
        assert signed_in(stranger).get(url("referral", sent.pk)).status_code == 404


def test_who_gives_somebody_to_a_colleague_lands_on_the_list(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people)
    given = {"treated_by": str(people.ben.pk), "code": "26-9"}
    answer = signed_in(people.lea).post(url("accept_referral", sent.pk), given)
    assert answer["Location"] == url("front_door")
    page = signed_in(people.lea).get(url("front_door")).content.decode()
    assert "Mira T." in page
    assert "Ben" in page
    assert url("referral", sent.pk) not in page


# ---- the same person ----


def test_the_same_person_is_pointed_out_and_never_merged(
    people: People, signed_in: Browser
) -> None:
    first = came.a_referral(people, state="declined", reason="a", onward="b", told="c",
                            decided_by=people.ana, decided_at=came.NOW)  # fmt: skip
    second = came.a_referral(people, given_name="mira")
    found = perhaps_the_same(people.clinic, "MIRA", "T", but=second)
    assert [one.referral for one in found] == [first]
    page = signed_in(people.ana).get(url("referral", second.pk)).content.decode()
    assert "Perhaps the same person" in page
    assert "helped on elsewhere" in page
    accept_referral(referral=second, treated_by=people.ana, code="26-3", by=people.ana)
    assert Referral.objects.count() == 2


def test_who_was_here_before_comes_back_by_the_referral(people: People, signed_in: Browser) -> None:
    came.who_has_ended(people)
    sent = came.a_referral(people, given_name="Dan", family_initial="M")
    page = signed_in(people.ana).get(url("accept_referral", sent.pk)).content.decode()
    assert "Dan M. (dan), whose course ended on 20 Nov 2026" in page
    given = {"treated_by": str(people.ana.pk), "code": "unused", "same_as": str(people.patient.pk)}
    signed_in(people.ana).post(url("accept_referral", sent.pk), given)
    sent.refresh_from_db()
    people.patient.refresh_from_db()
    assert sent.patient == people.patient
    assert (people.patient.ended_on, people.patient.code) == (None, "dan")
    assert Patient.objects.count() == 1


def test_who_is_in_care_is_not_taken_in_again(people: People) -> None:
    sent = came.a_referral(people, given_name="Dan", family_initial="M")
    with pytest.raises(RecordError, match="in care already"):
        accept_referral(referral=sent, treated_by=people.ana, code="x", same_as=people.patient,
                        by=people.ana)  # fmt: skip


# ---- helped on, withdrawn ----


def test_nobody_is_sent_away_with_nothing(people: People, signed_in: Browser) -> None:
    sent = came.a_referral(people)
    browser = signed_in(people.ana)
    told = {"reason": "We have no group for this.", "onward": "", "told": "Mira", "told_on": ""}
    page = browser.post(url("decline_referral", sent.pk), told).content.decode()
    assert "This field is required" in page
    assert "We have no group for this." in page
    told |= {"onward": "Day clinic North, 030 555 0177; we have called.", "told_on": "2026-11-20"}
    assert browser.post(url("decline_referral", sent.pk), told).status_code == 302
    page = browser.get(url("referral", sent.pk)).content.decode()
    assert "Day clinic North" in page
    assert "Told on 20 Nov 2026: Mira" in page


def test_what_was_decided_is_not_decided_again(people: People) -> None:
    sent = came.a_referral(people)
    withdraw_referral(referral=sent, reason="Mira has moved.", by=people.ana)
    for again in (
        lambda: withdraw_referral(referral=sent, reason="again", by=people.ben),
        lambda: screen_referral(referral=sent, answers=came.CALM, by=people.ben),
        lambda: accept_referral(referral=sent, treated_by=people.ana, code="x", by=people.ben),
    ):
        with pytest.raises(RecordError, match="decided about this referral already"):
            again()
    with pytest.raises(PermissionDenied):
        receive_referral(clinic=people.clinic, referred=came.SENT, by=people.dan)


# ---- who waits ----


def test_the_list_stands_in_the_order_of_arrival_and_shows_the_next_step(
    people: People, signed_in: Browser
) -> None:
    late = came.who_waits(people, given_name="Late", referred_on=date(2026, 11, 20))
    early = came.who_waits(people, given_name="Early", referred_on=date(2026, 10, 1))
    give_numbers(referral=early, by=people.ana)
    page = signed_in(people.ana).get(url("front_door")).content.decode()
    assert page.index("Early T.") < page.index("Late T.")
    assert "Offer a safety plan" in page
    assert "Give the numbers" in page
    judged = kept.an_alert(people)
    judged.patient = late.patient
    judged.save()
    page = signed_in(people.lea).get(url("front_door")).content.decode()
    assert "Not waiting: somebody must act now" in page
    body = page[page.index("In the order in which") :]
    assert body.index("Early T.") < body.index("Late T.")


def test_each_step_is_done_on_the_page_and_twice_is_once(
    people: People, signed_in: Browser
) -> None:
    sent = came.who_waits(people)
    browser, steps = signed_in(people.ana), url("meanwhile", sent.pk)
    for _ in range(2):
        assert browser.post(steps, {"do": "numbers"}).status_code == 302
    soon = timezone.localdate() + timedelta(days=10)
    browser.post(steps, {"do": "check_in", "call-on": soon.isoformat()})
    sent.refresh_from_db()
    assert sent.numbers_given_on == timezone.localdate()
    assert sent.check_in_on == soon
    page = browser.get(url("referral", sent.pk)).content.decode()
    assert "What begins now" in page
    assert "030 555 01" in page
    far = timezone.localdate() + timedelta(days=200)
    page = browser.post(steps, {"do": "check_in", "call-on": far.isoformat()}).content.decode()
    assert "within two months" in page
    past = browser.post(steps, {"do": "check_in", "call-on": "2020-01-01"}).content.decode()
    assert "This day is past" in past


def test_the_course_starts_once_on_a_day_that_has_come(people: People, signed_in: Browser) -> None:
    sent = came.who_waits(people)
    today = timezone.localdate()
    browser, steps = signed_in(people.ana), url("meanwhile", sent.pk)
    early = {"do": "start", "start-therapy": "imt", "start-on": "2026-10-01"}
    assert "from the referral until today" in browser.post(steps, early).content.decode()
    ahead = {**early, "start-on": (today + timedelta(days=2)).isoformat()}
    assert "still to come" in browser.post(steps, ahead).content.decode()
    for _ in range(2):
        browser.post(steps, {**early, "start-on": today.isoformat()})
    sent.refresh_from_db()
    assert sent.state == "started"
    assert sent.patient is not None
    assert (sent.patient.therapy, sent.patient.started_on) == ("imt", today)
    with pytest.raises(RecordError, match="does not wait any more"):
        set_check_in(referral=sent, on=today, by=people.ana)
    with pytest.raises(Http404):
        start_course(referral=came.who_waits(people, given_name="B"), on=today, therapy="imt",
                     by=people.ben)  # fmt: skip


# ---- words ----


def test_every_word_of_the_record_has_its_words_on_the_screen() -> None:
    for words, enum in (
        (REFERRERS, Referrer), (CONTACTS, ContactWay), (STATES, ReferralState),
        (STANDINGS, DiagnosisStanding),
    ):  # fmt: skip
        assert set(words) == {one.value for one in enum}
    assert len(front_door().criteria) == 9
