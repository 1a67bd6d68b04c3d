"""The page about the common modules: what it says, what it suggests, and what it never does."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.terms import CommonState
from openimt_clinic.actions.assessing import set_common_state
from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import cosign, sign
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.records import mapping
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import SignerRole
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.mapping.common_modules import homework_in_a_row, ruptures_of
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.user import User
from tests.web.foundations import STRAIN, an_agreement, answered, days_ago, held, rated
from tests.web.kept import a_document as a_phone_document
from tests.web.people import People
from tests.web.written import a_document, a_signed, wrote

Browser = Callable[[User], Client]
TAGS, SPACES = re.compile(r"<[^>]+>"), re.compile(r"\s+")


@pytest.fixture
def page(people: People, signed_in: Browser) -> Callable[[], str]:
    address = reverse("clinician:common", args=[people.patient.pk])
    ana = signed_in(people.ana)

    def opened() -> str:
        return ana.get(address).content.decode()

    return opened


def rows(html: str) -> dict[str, str]:
    """The words of each of the six rows."""
    found = re.findall(r'<section class="card common-row[^"]*" id="(c\d)"', html)
    parts = re.split(r'<section class="card common-row', html)[1:]
    words = [SPACES.sub(" ", unescape(TAGS.sub(" ", "<x" + part))).strip() for part in parts]
    return dict(zip(found, words, strict=True))


def test_there_are_six_rows_and_each_has_a_next_step(page: Callable[[], str]) -> None:
    found = rows(page())
    assert set(found) == {"c1", "c2", "c3", "c4", "c5", "c6"}
    for words in found.values():
        assert "not assessed yet" in words
        assert "Next" in words
        assert "What it consists of in this phase" in words


def test_a_state_says_who_when_and_why_and_repair_stands_first(
    people: People, page: Callable[[], str]
) -> None:
    today = timezone.localdate()
    for state, why, on in (
        (CommonState.MET, "He comes back after a hard hour.", today - timedelta(weeks=3)),
        (CommonState.NEEDS_REPAIR, "Silent for two sessions.", today - timedelta(days=8)),
    ):
        set_common_state(
            patient=people.patient, module="c4", state=state, because=why, on=on, by=people.ana
        )
    held(people, 3)
    found = rows(page())
    assert next(iter(found)) == "c4"
    assert "needs repair" in found["c4"]
    assert "Silent for two sessions." in found["c4"]
    assert "Ana" in found["c4"]
    assert "for 1 session" in found["c4"]


def test_hints_suggest_and_set_nothing(people: People, page: Callable[[], str]) -> None:
    for days, value in ((60, 3.4), (50, 3.2), (40, 3.6), (30, 3.4), (2, 1.0)):
        rated(people, days, round(value) if value > 2 else value)
    found = rows(page())
    assert "Suggested The last rating, 1.0, lies clearly below" in found["c2"]
    assert "Ask what was missed" in found["c2"]
    assert not CommonStateRecord.objects.exists()


def test_a_rating_kept_back_leaves_no_trace(people: People, page: Callable[[], str]) -> None:
    for days in (60, 50, 40, 30):
        rated(people, days, 3)
    before = rows(page())["c2"]
    rated(people, 2, 0, shared=False)
    assert rows(page())["c2"] == before


def test_an_agreement_is_written_signed_and_waits_for_the_person(
    people: People, page: Callable[[], str]
) -> None:
    assert "No agreement has been signed yet." in rows(page())["c1"]
    signed = an_agreement(people)
    assert "waits for the person" in rows(page())["c1"]
    cosign(document=signed, role=SignerRole.PATIENT, by=people.dan)
    words = rows(page())["c1"]
    assert "waits" not in words
    assert "Looked at again" in words


def test_a_first_agreement_has_the_clinics_own_numbers(people: People) -> None:
    draft = open_document(patient=people.patient, kind="agreement", by=people.ana)
    assert "Emergency medical help: 112" in draft.values["crisis"]
    assert "Night line: 030 555 01 (18 to 8)" in draft.values["crisis"]
    assert draft.values["often"] == "once a week"
    assert draft.values["review"] > timezone.localdate().isoformat()


def test_an_agreement_in_german_begins_in_german(people: People) -> None:
    people.patient.language = "de"
    people.patient.save()
    draft = open_document(patient=people.patient, kind="agreement", by=people.ana)
    assert draft.values["often"] == "einmal pro Woche"


def test_a_review_that_is_over_cannot_be_signed(people: People) -> None:
    from openimt.errors import RecordError

    with pytest.raises(RecordError, match="Choose a day ahead"):
        an_agreement(people, review="2026-01-01")


def test_a_new_version_waits_for_the_person_again(people: People, page: Callable[[], str]) -> None:
    from openimt_clinic.actions.care.versions import amend

    first = an_agreement(people)
    cosign(
        document=first,
        role=SignerRole.PATIENT,
        by=people.dan,
    )
    second = amend(document=first, reason="Two sessions a week.", by=people.ana)
    wrote(second, people.ana, often="twice a week")
    assert "waits" not in rows(page())["c1"]
    sign(document=second, by=people.ana)
    assert "waits for the person" in rows(page())["c1"]


def test_a_review_that_is_due_shows(people: People, page: Callable[[], str]) -> None:
    signed = an_agreement(people)
    cosign(document=signed, role=SignerRole.PATIENT, by=people.dan, in_the_room=False)
    row = signed.fields["review"]
    signed.fields = {**signed.fields, "review": {**row, "value": "2026-01-05"}}
    CareDocument.objects.filter(pk=signed.pk).update(fields=signed.fields)
    assert "Its review is due since 5 Jan 2026" in rows(page())["c1"]


def test_an_open_strain_says_its_next_step(people: People, page: Callable[[], str]) -> None:
    draft = a_document(people, "rupture", **STRAIN)
    words = rows(page())["c2"]
    assert "is open" in words
    assert "Notice the own reaction first" in words
    wrote(draft, people.ana, own_reaction="I wanted to explain.", own_part="I was in a hurry.")
    assert "agree aim or task afresh" in rows(page())["c2"]
    wrote(
        draft, people.ana, agreed="The clock stands behind him.", repaired=str(timezone.localdate())
    )
    sign(document=draft, by=people.ana)
    words = rows(page())["c2"]
    assert "mended" in words
    assert "is open" not in words


def test_a_strain_cannot_be_mended_tomorrow(people: People) -> None:
    ahead = str(timezone.localdate() + timedelta(days=2))
    kept = a_signed(people, "rupture", **STRAIN, repaired=ahead)
    assert "repaired" not in kept.values
    assert ruptures_of(people.patient)[0].rupture.open


def test_a_strain_put_aside_is_not_there(people: People) -> None:
    from openimt_clinic.actions.care.versions import put_aside

    draft = a_document(people, "rupture", **STRAIN)
    assert ruptures_of(people.patient)
    put_aside(document=draft, by=people.ana, reason="Noted twice.")
    assert not ruptures_of(people.patient)


def with_plan(people: People) -> PlanVersion:
    """A plan adopted long enough ago to have been in force at every session here."""
    today = timezone.localdate()
    proposed = propose(patient=people.patient, on=today, by=people.ana)
    version = adopt(version=proposed, by=people.ana)
    on = today - timedelta(weeks=8)
    PlanVersion.objects.filter(pk=version.pk).update(adopted_at=days_ago(56), on=on)
    version.refresh_from_db()
    return version


def test_what_was_done_beside_the_plan_asks_for_a_sentence(
    people: People, page: Callable[[], str]
) -> None:
    with_plan(people)
    session = held(people, 3, "n5")
    words = rows(page())["c3"]
    assert "otherwise, not explained yet" in words
    assert "Write in a sentence why" in words
    document = open_document(
        patient=people.patient, kind="deviation", by=people.ana, appointment=session.appointment
    )
    wrote(document, people.ana, instead="The wish for work came first.", why="He has a date.")
    sign(document=document, by=people.ana)
    words = rows(page())["c3"]
    assert "otherwise, told afterwards" in words
    assert "went otherwise" not in words


def test_a_deviation_signed_the_day_before_was_explained(
    people: People, page: Callable[[], str]
) -> None:
    with_plan(people)
    session = held(people, 3, "n5")
    document = open_document(
        patient=people.patient, kind="deviation", by=people.ana, appointment=session.appointment
    )
    wrote(document, people.ana, instead="The wish for work.", why="He has a date.")
    signed = sign(document=document, by=people.ana)
    CareDocument.objects.filter(pk=signed.pk).update(signed_at=days_ago(4))
    assert "otherwise, explained before" in rows(page())["c3"]


def test_common_modules_are_no_deviation(people: People, page: Callable[[], str]) -> None:
    with_plan(people)
    held(people, 3, "c2")
    assert "no module was written down" in rows(page())["c3"]


def test_rulers_are_shown_as_they_were_said(people: People, page: Callable[[], str]) -> None:
    a_signed(people, "motivation", change="ring before I go quiet", importance=8, confidence=3,
             step="write her name on the card")  # fmt: skip
    words = rows(page())["c5"]
    assert "How sure the person is: 3 of 10." in words
    assert "write her name on the card" in words


def test_tasks_that_did_not_come_about_are_asked_about_and_never_judged(
    people: People, page: Callable[[], str]
) -> None:
    for days, how in ((16, "all"), (9, "in_the_way"), (2, "in_the_way")):
        session = held(people, days, homework="one walk")
        a_phone_document(people, "homework", str(session.pk), how=how)
    held(people, 1, homework="ring Su")  # nobody asked about it yet
    assert homework_in_a_row(people.patient) == 2
    words = rows(page())["c5"]
    assert "too big, shame, crisis, or forgotten" in words
    assert "lack of motivation" not in words


def test_both_sides_stand_side_by_side(
    people: People, page: Callable[[], str], signed_in: Browser
) -> None:
    assert "Your turn this month" in rows(page())["c2"]
    answered(people, "oi-where", days_ago(0), where=1)
    address = reverse("clinician:rate_where", args=[people.patient.pk])
    signed_in(people.ana).post(address, {"where": "4", "sent_key": "once"})
    signed_in(people.ana).post(address, {"where": "4", "sent_key": "once"})
    assert AnswerSet.objects.filter(instrument="oi-where-therapist").count() == 1
    words = rows(page())["c2"]
    assert "Your turn" not in words
    assert "Both sides see differently" in words


@pytest.mark.parametrize("sent", [{}, {"where": "7"}, {"where": "fully"}])
def test_a_side_that_is_none_is_not_kept(
    people: People, signed_in: Browser, sent: dict[str, str]
) -> None:
    address = reverse("clinician:rate_where", args=[people.patient.pk])
    answer = signed_in(people.ana).post(address, sent, follow=True)
    assert "Choose one of the five answers." in answer.content.decode()
    assert not AnswerSet.objects.exists()


def test_the_therapists_side_is_nothing_the_person_was_asked(people: People) -> None:
    from openimt_clinic.patient.due import due_forms

    answered(people, "oi-where-therapist", days_ago(0), where=4)
    assert due_forms(people.patient, timezone.now())["oi-where"].due


def test_the_person_sees_no_state_anywhere(people: People, signed_in: Browser) -> None:
    set_common_state(
        patient=people.patient, module="c2", state=CommonState.BUILDING,
        because="Slow to trust us.", on=timezone.localdate(), by=people.ana,
    )  # fmt: skip
    address = reverse("clinician:common", args=[people.patient.pk])
    dan = signed_in(people.dan)
    assert dan.get(address).status_code in (403, 404)
    for name in ("home", "path", "me"):
        words = dan.get(reverse(f"patient:{name}")).content.decode()
        assert "Slow to trust us" not in words
        assert "needs repair" not in words


def test_who_only_reads_gets_no_buttons(people: People, signed_in: Browser) -> None:
    html = signed_in(people.ben).get(reverse("clinician:common", args=[people.patient.pk]))
    assert "Set a state" not in html.content.decode()
    assert "rate_where" not in html.content.decode()


def test_words_of_kinds_are_the_same_everywhere() -> None:
    names = mapping.common_modules
    for kind in (names.AGREEMENT, names.RUPTURE, names.DEVIATION, names.MOTIVATION):
        assert kind in KINDS
    assert names.SUPERVISION in KINDS


def test_hostile_words_are_only_words(people: People, page: Callable[[], str]) -> None:
    a_document(people, "rupture", marker="both", happened="<script>alert(1)</script>")
    assert "<script>alert" not in page()
