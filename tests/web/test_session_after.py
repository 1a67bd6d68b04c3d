"""After a session: its note read only, a new version that puts it right, what is asked of the
person, a private note apart; before a remote one, where the person is and who is near."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone, translation

from openimt_clinic.actions.answering import send_answers
from openimt_clinic.actions.care.session_fields import agenda_value, modules_kept
from openimt_clinic.actions.care.versions import amend
from openimt_clinic.clinician.beside_view import beside_points
from openimt_clinic.clinician.session_note import begin_note, note_of
from openimt_clinic.clinician.session_queries import prepared
from openimt_clinic.clinician.writing.form import form_of
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.session_record import SessionRecord
from tests.web.kept import an_alert, an_appointment
from tests.web.pages_of import Browser, address, opened
from tests.web.people import People
from tests.web.sessions import begun, planned_for, signed_off, worked_modules
from tests.web.typed import standing_in

PRIVATE = "I was tired of him, and ashamed of it."


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def planned(people: People) -> People:
    return planned_for(people)


@pytest.fixture
def today(people: People) -> Appointment:
    return an_appointment(people, timezone.now().replace(second=0, microsecond=0))


def amended(browser: Client, people: People, one: Appointment, **typed: str) -> tuple[str, bool]:
    note = note_of(one)
    assert note is not None
    amend(document=note, reason="A slip of the pen.", by=people.ana)
    return signed_off(browser, people, one, **typed)


def test_a_signed_note_is_read_and_no_longer_written(
    people: People, today: Appointment, ana: Client
) -> None:
    given = {"note": "We met.", "response": "With relief.", "plan_change": "Chains earlier."}
    signed_off(ana, people, today, **given, strains="Silence after my question")
    page = opened(ana, "session_at", people, today.pk)
    for said in ("We met.", "With relief.", "Chains earlier.", "Silence after my question"):
        assert said in page
    assert "Sign the note" not in page
    assert "<textarea" not in page
    assert "Write a new version" in page


def test_a_new_version_puts_the_record_right_and_both_stand(
    planned: People, today: Appointment, ana: Client
) -> None:
    module = worked_modules(prepared(planned.patient, today))[0]
    ticked = {f"tick_module_{module}": "done", f"step_{module}": "1"}
    signed_off(ana, planned, today, note="It was Friday.", homework="One walk.", **ticked)
    page, done = amended(ana, planned, today, note="It was Thursday.", **{f"step_{module}": "2"})
    assert done, page
    kept = SessionRecord.objects.get()
    assert (kept.note, kept.homework) == ("It was Thursday.", "One walk.")
    progress = ModuleProgress.objects.get()
    assert (progress.step, progress.sessions) == (2, 1)
    assert "A slip of the pen." in page
    assert "It was Friday." in page
    earlier = CareDocument.objects.get(number=1)
    assert "It was Friday." in opened(ana, "document", planned, earlier.pk)


def test_a_module_that_was_not_worked_on_after_all_goes_back(
    planned: People, today: Appointment, ana: Client
) -> None:
    module = worked_modules(prepared(planned.patient, today))[0]
    signed_off(ana, planned, today, **{f"tick_module_{module}": "done", f"step_{module}": "1"})
    amended(ana, planned, today, **{f"tick_module_{module}": ""})
    progress = ModuleProgress.objects.get()
    assert (progress.step, progress.sessions) == (0, 0)
    assert SessionRecord.objects.get().work == []


def test_what_a_later_session_has_seen_stands(planned: People, ana: Client) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    first = an_appointment(planned, now - timedelta(days=7))
    module = worked_modules(prepared(planned.patient, first))[0]
    for one, step in ((first, "1"), (an_appointment(planned, now), "2")):
        given = {f"tick_module_{module}": "done", f"step_{module}": step}
        page, done = signed_off(ana, planned, one, **given)
        assert done, page
    amended(ana, planned, first, **{f"step_{module}": "0"})
    progress = ModuleProgress.objects.get()
    assert (progress.step, progress.sessions) == (2, 2)


def test_the_persons_five_items_are_asked_on_their_phone(
    people: People, today: Appointment, ana: Client, signed_in: Browser
) -> None:
    page, _ = signed_off(ana, people, today, note="We met.")
    assert "asked on their phone" in page
    assert "oi-session-client" in signed_in(people.dan).get("/me/").content.decode()
    answers = {"understood": 3.0}
    send_answers(
        patient=people.patient, instrument="oi-session-client", answers=answers, by=people.dan,
        shared=False,
    )  # fmt: skip
    assert "came in" not in opened(ana, "session_at", people, today.pk)


def test_without_an_account_they_are_entered_from_paper(
    people: People, today: Appointment, ana: Client
) -> None:
    people.patient.account = None
    people.patient.save()
    page, _ = signed_off(ana, people, today, note="We met.")
    assert "enter their five items from paper" in page


def test_a_private_note_is_there_for_its_author_alone(
    people: People, today: Appointment, ana: Client, signed_in: Browser
) -> None:
    CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TREATING.value)
    begin = address("begin_document", people, "process_note")
    there = ana.post(begin, {"appointment": str(today.pk)})["Location"]
    ana.post(there, {"has-text": "1", "seen-text": "", "text": PRIVATE, "do": "sign"})
    note = CareDocument.objects.get(kind="process_note")
    assert (note.state, note.private, note.values["text"]) == ("signed", True, PRIVATE)
    signed_off(ana, people, today, note="We met.")
    ben = signed_in(people.ben)
    assert ben.get(there).status_code == 404
    assert ben.get(address("document_paper", people, note.pk)).status_code == 404
    listed = address("documents", people, "process_note")
    assert str(note.pk) in ana.get(listed).content.decode()
    assert str(note.pk) not in ben.get(listed).content.decode()
    for browser in (ana, ben):
        assert PRIVATE not in opened(browser, "session_at", people, today.pk)


def test_each_therapist_has_a_private_note_of_their_own(
    people: People, today: Appointment, ana: Client, signed_in: Browser
) -> None:
    CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TREATING.value)
    begin = address("begin_document", people, "process_note")
    pages = [b.post(begin, {"appointment": str(today.pk)}) for b in (ana, signed_in(people.ben))]
    assert pages[0]["Location"] != pages[1]["Location"]


@pytest.fixture
def remote(people: People) -> Appointment:
    at = timezone.now().replace(second=0, microsecond=0)
    where = {"place": "remote", "where": "at home", "call_back": "0170 55", "near": "Su, 0170 66"}
    return an_appointment(people, at, **where)


def test_a_remote_session_is_checked_at_its_start(
    people: People, remote: Appointment, ana: Client
) -> None:
    page = opened(ana, "session_at", people, remote.pk)
    for said in ("check these three at the start", "at home", "0170 55", "Su, 0170 66"):
        assert said in page
    page = begun(ana, people, remote, where_now="in the car", call_back_now="0170 9", near_now="")
    note = note_of(remote)
    assert note is not None
    assert (note.values["where_now"], note.values["call_back_now"]) == ("in the car", "0170 9")
    page, done = signed_off(ana, people, remote, note="By phone.")
    assert done, page
    assert "in the car" in page


def test_a_remote_session_without_a_place_is_not_signed(
    people: People, remote: Appointment, ana: Client
) -> None:
    page, done = signed_off(ana, people, remote, where_now="", note="By phone.")
    assert not done
    assert "“Where the person is now” is still empty." in page
    assert "By phone." in page


def test_who_is_near_is_noted_with_the_appointment(
    people: People, remote: Appointment, ana: Client
) -> None:
    page = opened(ana, "appointment", people, remote.pk)
    assert "Su, 0170 66" in page
    assert "Who is near" in page


def test_beside_the_person_nothing_is_for_staff_alone(
    planned: People, today: Appointment, ana: Client
) -> None:
    an_alert(planned, says="Intent was stated.", at=timezone.now())
    begun(ana, planned, today)
    page = opened(ana, "session_beside", planned, today.pk)
    module = planned_module(planned, today)
    assert module in page
    for hidden in (
        "Intent was stated", "needs someone", "Since last time", "Why?", "Alliance", "step 1 of 4",
        "rated_", "Caseload", "Sign the note", "Private process note", "plan_change", "strains",
        "needs repair", "both urges", "when you sign it",
    ):  # fmt: skip
        assert hidden not in page, hidden
    ids = standing_in(page)
    assert not [name for name in ids if name.startswith(("tick_alert", "tick_common", "tick_dut"))]


def planned_module(people: People, one: Appointment) -> str:
    ready = prepared(people.patient, one)
    page = ready.catalogue.module(worked_modules(ready)[0]).page("en")
    assert page is not None
    return page.name


def test_beside_the_person_it_speaks_their_language(
    planned: People, today: Appointment, ana: Client
) -> None:
    planned.patient.language = "de"
    planned.patient.save()
    begun(ana, planned, today)
    page = opened(ana, "session_beside", planned, today.pk)
    assert '<html lang="de"' in page
    assert "Unsere Sitzung" in page
    assert "Was wir hier schreiben, wird laufend gesichert." in page
    assert "Our session" not in page


def test_what_is_kept_beside_the_person_is_kept_in_the_note(
    planned: People, today: Appointment, ana: Client
) -> None:
    begun(ana, planned, today)
    where = address("session_beside", planned, today.pk)
    fields = standing_in(ana.get(where).content.decode())
    ana.post(where, {**fields, "homework": ["One line a day."], "do": ["keep"]})
    note = note_of(today)
    assert note is not None
    assert note.values["homework"] == "One line a day."
    assert note.state == "draft"


def test_only_points_known_to_be_harmless_lie_beside_the_person(
    planned: People, today: Appointment, ana: Client
) -> None:
    begun(ana, planned, today)
    note = note_of(today)
    assert note is not None
    with translation.override("en"):
        ready = prepared(planned.patient, today)
        agenda = beside_points(ready, form_of(note, planned.ana), "en")
    points = (agenda.now, *agenda.rest, *agenda.also)
    names = {point.tick.field.name.removeprefix("tick_") for point in points if point}
    assert names
    assert all(n.startswith("module_") or n in ("homework", "diary", "next") for n in names)


def test_what_comes_up_after_the_note_was_begun_joins_its_agenda(
    planned: People, today: Appointment, ana: Client
) -> None:
    begun(ana, planned, today)
    an_alert(planned, says="Intent was stated.", at=timezone.now())
    page = opened(ana, "session_at", planned, today.pk)
    assert "New since the note was begun:" in page
    page = begun(ana, planned, today)
    assert "New since the note was begun:" not in page
    assert 'name="tick_alert_1"' in page


def test_what_is_ticked_keeps_its_tick_when_the_agenda_changes(
    planned: People, today: Appointment, ana: Client
) -> None:
    alert = an_alert(planned, says="Intent was stated.", at=timezone.now())
    begun(ana, planned, today)
    now = timezone.now()
    for name, value in (
        ("acknowledged_at", now), ("acknowledged_by", planned.ana), ("closed_at", now),
        ("closed_by", planned.ana), ("closed_reason", "Called."),
    ):  # fmt: skip
        setattr(alert, name, value)
    alert.save()
    assert "No longer on the agenda" in opened(ana, "session_at", planned, today.pk)
    signed_off(ana, planned, today, tick_alert_1="done")
    assert {"id": "alert_1", "done": True} in SessionRecord.objects.get().agenda


def test_a_long_agenda_is_cut_where_a_note_holds_no_more(
    planned: People, today: Appointment
) -> None:
    ready = prepared(planned.patient, today)
    kept = agenda_value(ready.points * 9)
    assert isinstance(kept, tuple)
    assert len(kept) <= 40
    note = begin_note(today, ready, QueryDict(), planned.ana)
    assert set(worked_modules(ready)) <= set(modules_kept(note.values))  # type: ignore[arg-type]
