"""What stays open after a session is somebody's task: the days after, strains, the alliance."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt.terms import CommonState
from openimt_clinic.actions.assessing import judge_criterion, set_common_state
from openimt_clinic.actions.looking import look_at
from openimt_clinic.actions.looking_after import look_after
from openimt_clinic.clinician.common_modules.between import between_points
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.connection import noted_state
from openimt_clinic.records.mapping.look_after import after_work, check_is_open
from openimt_clinic.records.user import User
from tests.web.formulated import under_mit
from tests.web.hard_topics import said, worked_on
from tests.web.people import People
from tests.web.written import a_document, a_signed

Browser = Callable[[User], Client]
TODAY = timezone.localdate()
DAY, MONTH = timedelta(days=1), timedelta(days=28)
TECHNIQUE: dict[str, Any] = {
    "technique": "imagery", "use": "explore", "consent": True, "settled": True,
}  # fmt: skip


def experiential(people: People, **ago: float) -> CareDocument:
    """A technique that the person said yes to, signed so long ago."""
    one = a_signed(people, "experiential", **TECHNIQUE)
    CareDocument.objects.filter(pk=one.pk).update(signed_at=timezone.now() - timedelta(**ago))
    return one


def reason(people: People) -> str:
    return look_at(people.patient, timezone.now()).says


def kinds(people: People) -> list[str]:
    return list(look_at(people.patient, timezone.now()).kinds)


def after(people: People) -> str:
    return reverse("clinician:look_after", args=[people.patient.pk])


# ---- the days after ----


def test_a_technique_opens_the_task_with_its_owner_on_the_caseload(
    people: People, signed_in: Browser
) -> None:
    experiential(under_mit(people), hours=25)
    assert "24 hours after the experiential work" in reason(people)
    assert "Whose: Ana" in reason(people)
    page = signed_in(people.ana).get(reverse("clinician:caseload")).content.decode()
    assert after(people) in page
    assert check_is_open(people.patient, timezone.now())


def test_work_on_what_was_hard_opens_it_too_and_both_in_one_session_are_one(
    people: People,
) -> None:
    held = worked_on(under_mit(people), "r7", hours=25)
    one = experiential(people, hours=20)
    CareDocument.objects.filter(pk=one.pk).update(appointment=held.appointment)
    now = timezone.now()
    assert len(after_work(people.patient, now - MONTH, now)) == 1
    assert "the session on what was hard" in reason(people)


def test_done_on_its_page_it_leaves_the_caseload_and_says_who_asked(
    people: People, signed_in: Browser
) -> None:
    experiential(under_mit(people), hours=25)
    browser = signed_in(people.ana)
    about = browser.get(after(people)).context["work"][0][1][0].form.initial["about"]
    sends = {"about": about, "reached": "yes", "says": ""}
    assert "This field is required" in browser.post(after(people), sends).content.decode()
    sends["says"] = "Slept; no urges."
    assert browser.post(after(people), sends).status_code == 302
    page = browser.get(after(people)).content.decode()
    assert "Slept; no urges." in page
    assert "somebody asked" in page
    assert "look_after" not in kinds(people)


def test_an_answer_of_the_person_settles_it_unless_urges_were_raised(people: People) -> None:
    experiential(under_mit(people), hours=25)
    said(people, 0, hours=1)
    assert "look_after" not in kinds(people)
    said(people, 4, hours=0)
    assert reason(people).startswith("Urges were raised 24 hours after")


def test_a_no_opens_nothing_and_a_check_that_is_none_is_refused(people: People) -> None:
    a_document(under_mit(people), "experiential", **TECHNIQUE)
    assert "look_after" not in kinds(people)
    with pytest.raises(RecordError, match="no such check"):
        look_after(
            patient=people.patient, worked_at=timezone.now(), hours=7, reached=True, says="x",
            by=people.ana,
        )  # fmt: skip


def test_written_twice_the_first_stands(people: People) -> None:
    given = {"patient": people.patient, "worked_at": timezone.now(), "hours": 24, "reached": True}
    first = look_after(**given, says="Well.", by=people.ana)
    assert look_after(**given, says="Not so well.", by=people.ana).says == first.says == "Well."


# ---- between the two ----


def test_a_strain_stands_on_the_caseload_and_the_agenda_until_it_is_mended(
    people: People,
) -> None:
    strain = {"marker": "withdrawal", "happened": "He went quiet."}
    one = a_document(people, "rupture", **strain)
    assert "strain" in kinds(people)
    (point,) = between_points(people.patient)
    assert point.says.startswith("A strain between us")
    assert "own reaction" in point.because
    CareDocument.objects.filter(pk=one.pk).update(
        fields={**one.fields, "repaired": {"value": TODAY.isoformat(), "key": "k", "device": "d",
                                           "latest": {"d": 1}}}
    )  # fmt: skip
    assert not list(between_points(people.patient))


def test_three_sessions_later_the_alliance_is_looked_at_until_somebody_did(
    people: People,
) -> None:
    for days in (21, 14):
        worked_on(people, "r3", days=days)
    assert not list(between_points(people.patient))
    worked_on(people, "r3", days=7)
    assert "alliance_recheck" in kinds(people)
    (point,) = between_points(people.patient)
    assert "three sessions are behind you" in point.because
    set_common_state(
        patient=people.patient, module="c2", state=CommonState.BUILDING, because="We spoke of it.",
        on=TODAY, by=people.ana,
    )  # fmt: skip
    assert not list(between_points(people.patient))


# ---- states ----


def test_the_newer_of_a_noted_state_and_a_judgement_holds(people: People) -> None:
    people.patient.therapy = "gpm"
    people.patient.save(update_fields=["therapy"])
    therapy = catalogue_for(people.patient).therapy("gpm")
    assert noted_state(people.patient, therapy, TODAY) is None
    on = (TODAY - 3 * DAY).isoformat()
    a_signed(people, "connection_state", on=on, state="alone", changed="The hour was moved.")
    found = noted_state(people.patient, therapy, TODAY)
    assert found is not None
    assert (found.state, found.on, found.by) == ("alone", TODAY - 3 * DAY, "Ana")
    judge_criterion(
        patient=people.patient, criterion=f"gpm.{therapy.states[0].id}", met=True, on=TODAY,
        until=TODAY + MONTH, reason="Seen today.", by=people.ana,
    )  # fmt: skip
    assert noted_state(people.patient, therapy, TODAY) is None
    other = catalogue_for(people.patient).therapy("imt")
    assert noted_state(people.patient, other, TODAY) is None


# ---- paper ----


def test_a_private_note_prints_and_its_paper_says_for_whom_it_is(
    people: People, signed_in: Browser
) -> None:
    one = a_document(people, "process_note", text="I was tired today.")
    ids = [people.patient.pk, one.pk]
    browser = signed_in(people.ana)
    page = browser.get(reverse("clinician:document", args=ids)).content.decode()
    assert "data-paper" in page
    paper = browser.get(reverse("clinician:document_paper", args=ids))
    assert paper["Content-Type"] == "application/pdf"
    assert (
        signed_in(people.ben).get(reverse("clinician:document_paper", args=ids)).status_code == 404
    )
