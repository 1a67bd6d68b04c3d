"""The front door: referred, screened, diagnosed, helped on; nothing lost, nothing twice."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.assess.front_door.asked import front_door
from openimt.assess.front_door.pattern import Pattern
from openimt.assess.front_door.screening import Answered
from openimt.errors import AssessmentError, RecordError
from openimt_clinic.actions.front_door.accepting import accept_referral
from openimt_clinic.actions.front_door.referring import (
    Found,
    note_found,
    receive_referral,
    screen_referral,
    withdraw_referral,
)
from openimt_clinic.clinician.front.words import CONTACTS, REFERRERS, STANDINGS, STATES
from openimt_clinic.records.diagnosis import DiagnosisRecord, DiagnosisStanding
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.referral import ContactWay, Referral, ReferralState, Referrer
from openimt_clinic.records.user import User
from tests.web import came
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
        ({"referred_on": "1026-11-02"}, "Look at the year again"),
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


def test_what_a_yes_asks_for_stands_under_the_question_of_danger(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people, screening={}, state="received")
    page = signed_in(people.ana).get(url("screening", sent.pk)).content.decode()
    asked, told = page.index('name="a_danger_now"'), page.index("A yes here comes before")
    assert asked < told < page.index('name="danger_done"')
    others = [one.id for one in front_door().questions if one.id != "danger_now"]
    assert all(page.index(f'name="a_{name}"') > told for name in others)


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


# ---- words ----


def test_every_word_of_the_record_has_its_words_on_the_screen() -> None:
    for words, enum in (
        (REFERRERS, Referrer), (CONTACTS, ContactWay), (STATES, ReferralState),
        (STANDINGS, DiagnosisStanding),
    ):  # fmt: skip
        assert set(words) == {one.value for one in enum}
    assert len(front_door().criteria) == 9
