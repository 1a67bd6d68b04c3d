"""The session page: agenda from the plan, written down once, what was typed kept on refusal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from openimt.assess.library import load as instrument
from openimt.catalogue.load import load
from openimt.deliver.session import AgendaPoint
from openimt.terms import CommonState
from openimt_clinic.actions.assessing import set_common_state
from openimt_clinic.actions.care.session_fields import RATING
from openimt_clinic.clinician.duty_view import points_once
from openimt_clinic.clinician.session_note import note_of
from openimt_clinic.clinician.session_queries import appointment_to_prepare, prepared
from openimt_clinic.clinician.session_view import grouped, point_views, split
from openimt_clinic.clinician.writing.form import form_of
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.session_record import SessionRecord
from tests.web.kept import a_proposal, an_alert, an_appointment
from tests.web.pages_of import Browser, address, opened
from tests.web.people import People
from tests.web.sessions import begun, planned_for, signed_off, typed_note, worked_modules
from tests.web.written import a_document


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def planned(people: People) -> People:
    """Dan with an adopted plan in which chain analysis and naming feelings are due."""
    return planned_for(people)


@pytest.fixture
def today(planned: People) -> Appointment:
    return an_appointment(planned, timezone.now().replace(second=0, microsecond=0))


def modules(people: People, one: Appointment) -> tuple[str, ...]:
    return worked_modules(prepared(people.patient, one))


def session(people: People, one: Appointment, **other: str) -> dict[str, str]:
    first = modules(people, one)[0]
    given = {
        f"tick_module_{first}": "done", "tick_safety_check": "done", f"step_{first}": "1",
        f"seen_{first}": "Named shame.", "note": "We looked at Thursday.",
        "homework": "One line a day.",
    }  # fmt: skip
    return {**given, **other}


def test_it_leads_to_the_appointment_that_is_next(people: People, ana: Client) -> None:
    assert "No session is planned" in opened(ana, "session", people)
    later = an_appointment(people, timezone.now() + timedelta(days=9))
    soon = an_appointment(people, timezone.now() + timedelta(days=2))
    answer = ana.get(address("session", people))
    assert answer["Location"] == address("session_at", people, soon.pk)
    assert later != soon


def test_one_of_this_morning_goes_before_the_next(people: People) -> None:
    now = timezone.now()
    morning = an_appointment(people, now - timedelta(hours=3))
    an_appointment(people, now + timedelta(hours=3))
    long_ago = an_appointment(people, now - timedelta(days=3))
    assert appointment_to_prepare(people.patient, now) == morning
    assert long_ago != morning


def test_the_agenda_comes_from_the_plan_with_words_one_tap_away(
    planned: People, today: Appointment, ana: Client
) -> None:
    page = opened(ana, "session_at", planned, today.pk)
    assert "How is it now, and since last time?" in page
    assert "Common modules, in this phase" in page
    assert "How it can sound" in page
    assert "Look for:" in page
    assert "When it stalls:" in page
    assert "Begin the session" in page
    assert "Sign the note" not in page
    page = begun(ana, planned, today)
    assert "Sign the note" in page
    for module in modules(planned, today):
        assert f'name="step_{module}"' in page


def test_what_must_come_first_stands_first_and_once(
    planned: People, today: Appointment, ana: Client
) -> None:
    for state in (CommonState.MET, CommonState.NEEDS_REPAIR):
        set_common_state(
            patient=planned.patient, module="c2", state=state, because="He felt judged.",
            on=timezone.localdate(), by=planned.ana,
        )  # fmt: skip
    an_alert(planned, says="Intent was stated: contact the same day.", at=timezone.now())
    page = opened(ana, "session_at", planned, today.pk)
    first = page[page.index('id="first"') : page.index('id="agenda"')]
    assert "Intent was stated" in first
    assert "Alliance and treatment relationship needs repair" in first
    assert words_of_repair() in first
    assert "Show hope" not in first
    assert "Somebody is needed now." in page


def words_of_repair() -> str:
    return escape(load().module("c2").repair_sounds_like)


def test_a_strain_that_stands_open_gets_the_words_of_repair_and_not_those_of_hope(
    planned: People, today: Appointment, ana: Client
) -> None:
    a_document(planned, "rupture", marker="withdrawal", happened="He went quiet.")
    page = opened(ana, "session_at", planned, today.pk)
    strain = page[page.index("A strain between us") :]
    assert words_of_repair() in strain[: strain.index("</details>")]
    assert "Show hope" not in page


def test_a_session_is_signed_with_its_ticks_steps_and_note(
    planned: People, today: Appointment, ana: Client
) -> None:
    first = modules(planned, today)[0]
    page, done = signed_off(ana, planned, today, **session(planned, today))
    assert done, page
    assert "The session is written down." in page
    assert "We looked at Thursday." in page
    assert "Named shame." in page
    written = SessionRecord.objects.get()
    assert {p["id"] for p in written.agenda if p["done"]} == {f"module_{first}", "safety_check"}
    progress = ModuleProgress.objects.get()
    assert (progress.module, progress.step, progress.sessions) == (first, 1, 1)
    today.refresh_from_db()
    assert today.state == "kept"


def test_a_module_that_was_not_ticked_was_not_worked_on(
    planned: People, today: Appointment, ana: Client
) -> None:
    first = modules(planned, today)[0]
    signed_off(ana, planned, today, **session(planned, today, **{f"tick_module_{first}": ""}))
    assert SessionRecord.objects.get().work == []
    assert not ModuleProgress.objects.exists()


def test_the_button_pressed_twice_signs_once(
    planned: People, today: Appointment, ana: Client
) -> None:
    given = typed_note(ana, planned, today, **session(planned, today))
    for _ in range(2):
        answer = ana.post(address("session_at", planned, today.pk), given)
        assert answer.status_code == 302
    assert SessionRecord.objects.count() == 1
    assert ModuleProgress.objects.get().sessions == 1


def test_a_stale_tab_is_refused_and_what_was_typed_is_not_lost(
    planned: People, today: Appointment, ana: Client
) -> None:
    stale = typed_note(ana, planned, today, note="Another view of it.")
    signed_off(ana, planned, today, **session(planned, today))
    answer = ana.post(address("session_at", planned, today.pk), stale)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "signed this on" in page
    assert "What you typed was not kept here." in page
    assert "Another view of it." in page
    assert SessionRecord.objects.get().note == "We looked at Thursday."


def test_a_skipped_step_asks_for_its_reason_and_keeps_what_was_typed(
    planned: People, today: Appointment, ana: Client
) -> None:
    first = modules(planned, today)[0]
    skipping = session(planned, today, **{f"step_{first}": "3"})
    page, done = signed_off(ana, planned, today, **skipping)
    assert not done
    assert "moving to 3 skips a step" in page
    assert f'id="f-reason_{first}-error"' in page
    assert "We looked at Thursday." in page
    assert "Named shame." in page
    assert not SessionRecord.objects.exists()
    page, done = signed_off(ana, planned, today, **{f"reason_{first}": "Learnt it elsewhere."})
    assert done, page
    assert ModuleProgress.objects.get().step == 3


def test_the_therapists_own_items_are_optional_and_kept_once(
    planned: People, today: Appointment, ana: Client
) -> None:
    rated = {f"rated_{item.id}": "1" for item in instrument(RATING).items}
    page, done = signed_off(ana, planned, today, **session(planned, today, **rated))
    assert done, page
    kept = AnswerSet.objects.get()
    assert (kept.instrument, kept.sent_key) == (RATING, f"session-{today.pk}")
    assert set(kept.answers.values()) == {1.0}


def test_a_rating_that_is_none_signs_neither_session_nor_rating(
    planned: People, today: Appointment, ana: Client
) -> None:
    page, done = signed_off(ana, planned, today, **session(planned, today, rated_alliance="9"))
    assert not done
    assert "none of the answers there are" in page
    assert not SessionRecord.objects.exists()
    assert not AnswerSet.objects.exists()


def test_a_session_to_come_is_prepared_and_not_written(planned: People, ana: Client) -> None:
    one = an_appointment(planned, timezone.now() + timedelta(days=3))
    page = opened(ana, "session_at", planned, one.pk)
    assert "it can be written down from its day on" in page
    assert "Begin the session" not in page
    answer = ana.post(address("session_at", planned, one.pk), {"note": "Too soon.", "do": "sign"})
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()
    assert not SessionRecord.objects.exists()
    assert not CareDocument.objects.exists()


def test_before_its_hour_the_page_says_what_signing_would_say(planned: People, ana: Client) -> None:
    # At noon by the clinic's clock, so that an hour later is the same day.
    behind = (timezone.now().hour - 12) % 24
    planned.clinic.time_zone = f"Etc/GMT+{behind}" if behind <= 12 else f"Etc/GMT-{24 - behind}"
    planned.clinic.save()
    one = an_appointment(planned, timezone.now() + timedelta(hours=1))
    ana.post(address("session_at", planned, one.pk), {"do": "begin"})
    assert "To sign now says that it was held earlier" in opened(ana, "session_at", planned, one.pk)


def test_one_that_was_cancelled_is_only_read(planned: People, ana: Client) -> None:
    one = an_appointment(
        planned, state="cancelled_by_us", reason="Ana is ill.", marked_by=planned.ana,
        marked_at=timezone.now(),
    )  # fmt: skip
    page = opened(ana, "session_at", planned, one.pk)
    assert "No session was held" in page
    assert "Ana is ill." in page


def test_without_a_plan_it_can_still_be_written_down(people: People, ana: Client) -> None:
    one = an_appointment(people, timezone.now())
    assert "There is no adopted plan" in opened(ana, "session_at", people, one.pk)
    page, done = signed_off(ana, people, one, note="A first talk.")
    assert done, page
    assert SessionRecord.objects.get().note == "A first talk."


def test_who_may_only_read_finds_the_agenda_without_a_form(
    planned: People, today: Appointment, signed_in: Browser
) -> None:
    for _ in range(2):
        page = opened(signed_in(planned.ben), "session_at", planned, today.pk)
        assert "How it can sound" in page
        assert "Begin the session" not in page
        assert "Sign the note" not in page
        assert 'type="checkbox"' not in page
        begun(signed_in(planned.ana), planned, today)
    assert "Draft, not signed. Ana writes it, since" in page


def test_an_appointment_of_somebody_else_is_not_here(people: People, ana: Client) -> None:
    from tests.web.people import a_patient

    other = a_patient(people.clinic, given_name="Eve")
    theirs = Appointment.objects.create(
        clinic=people.clinic, patient=other, with_whom=people.ana, starts_at=timezone.now()
    )
    assert ana.get(address("session_at", people, theirs.pk)).status_code == 404
    assert ana.get(address("appointment", people, theirs.pk)).status_code == 404


def test_common_modules_stand_together_and_the_rest_in_order(
    planned: People, today: Appointment
) -> None:
    first, rest = split(point_views(prepared(planned.patient, today)))
    groups = grouped(rest)
    (common,) = [group for group in groups if group.common]
    assert [point.name for point in common.points][:2] == ["Agreement", "Alliance"]
    assert not any(point.says.startswith("Structure and treatment") for point in common.points)
    assert [p.id for group in groups for p in group.points] == [p.id for p in rest]
    assert not any(point.first for point in rest)
    assert all(point.first for point in first)


def test_what_is_said_twice_stands_once() -> None:
    points = [AgendaPoint(str(n), says, "") for n, says in enumerate("aba")]
    assert [point.id for point in points_once(points)] == ["0", "1"]


def test_the_note_offers_every_step_of_every_module(
    planned: People, today: Appointment, ana: Client
) -> None:
    begun(ana, planned, today)
    note = note_of(today)
    assert note is not None
    form = form_of(note, planned.ana)
    for module in modules(planned, today):
        assert [one.value for one in form.by_name[f"step_{module}"].options] == list("01234")
    assert sum(one.field.name.startswith("rated_") for one in form.fields) == 10


def test_a_proposal_that_nobody_adopted_brings_no_module(people: People) -> None:
    a_proposal(people)
    ready = prepared(people.patient, an_appointment(people))
    assert (worked_modules(ready), ready.points[0].id) == ((), "ask_safety")
