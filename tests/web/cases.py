"""One row for each address of the clinic; four tests follow from each (``test_doors.py``).

*works*: the person named in ``works_for`` opens it. *stranger_404*: ``stranger`` finds no such
page. *read_only_403*: ``read_only`` may look but is refused when sending. *bad_id*: an id that
nobody has, or that is no id, is no such page. Where one of them cannot be, ``because`` says so.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from openimt_clinic.actions.answering import send_answers
from openimt_clinic.actions.planning import propose
from openimt_clinic.actions.sharing import choose
from openimt_clinic.patient.calendar_address import secret_of
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.catalogue_version import CatalogueVersion
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.module_signature import ModuleSignature
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.prompt import Prompt
from openimt_clinic.records.series_record import SeriesRecord
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.sharing_choice import Shares
from tests.web.catalogues import packaged
from tests.web.kept import (
    a_device,
    a_diagnosis,
    a_document,
    a_draft,
    a_duty,
    a_series,
    a_session,
    a_signature,
    an_alert,
    an_appointment,
    an_erasure_request,
    an_event,
)
from tests.web.moments import kept_moment
from tests.web.people import People
from tests.web.prompted import a_prompt

Arguments = Callable[[People], Mapping[str, Any]]
SKILL = "6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a10"
"""The name of a document, as a phone makes one."""
A_DEVICE = {"device": "0d0d6f64-5f6b-4f5c-9d9e-0c8f7a1b2c3d", "name": "My phone"}
NO_ENTRIES = {**A_DEVICE, "sent_at": "2026-11-22T21:00:00+01:00", "entries": []}


def nothing(_: People) -> Mapping[str, Any]:
    return {}


def of_dan(people: People) -> Mapping[str, Any]:
    return {"patient_id": people.patient.pk}


def of_an_alert(people: People) -> Mapping[str, Any]:
    there = AlertCase.objects.filter(patient=people.patient).first()
    return {"alert_id": (there or an_alert(people)).pk}


def of_a_module(_: People) -> Mapping[str, Any]:
    return {"module_id": "c1"}


def of_a_therapy(_: People) -> Mapping[str, Any]:
    return {"therapy_id": "imt"}


def of_the_clinic(people: People) -> Mapping[str, Any]:
    return {"clinic_id": people.clinic.pk}


def of_a_device(people: People) -> Mapping[str, Any]:
    there = PhoneDevice.objects.filter(patient=people.patient).first()
    return {"device_id": (there or a_device(people)).pk}


def of_a_document(_: People) -> Mapping[str, Any]:
    return {"kind": "skill", "name": SKILL}


def of_a_form(_: People) -> Mapping[str, Any]:
    return {"form_id": "oi-safety"}


def of_yesterday(_: People) -> Mapping[str, Any]:
    return {"back": 1}


def of_answers(people: People) -> Mapping[str, Any]:
    """Dan's answers of today, one of which has opened a case."""
    there = AnswerSet.objects.filter(patient=people.patient).first()
    if there is None:
        there = a_draft(people, "oi-safety", suicidal_urge=4)
        an_alert(people, item="suicidal_urge", answer=4, answer_set=there)
    return {"answers_id": there.pk}


def of_complete_answers(people: People) -> Mapping[str, Any]:
    """A form of Dan's that was sent, with its score."""
    there = AnswerSet.objects.filter(patient=people.patient, state="complete").first()
    if there is None:
        answers = {f"q{n}": 1.0 for n in range(1, 10)}
        given = send_answers(
            patient=people.patient, instrument="phq9", answers=answers, by=people.ana
        )
        there = given.answer_set
    return {**of_dan(people), "answers_id": there.pk}


def of_an_instrument(people: People) -> Mapping[str, Any]:
    return {**of_dan(people), "instrument": "oi-safety"}


def of_a_finding(people: People) -> Mapping[str, Any]:
    return {**of_dan(people), "what": "diagnosis"}


def of_an_event(people: People) -> Mapping[str, Any]:
    there = ClinicalEvent.objects.filter(patient=people.patient).first()
    return {**of_dan(people), "event_id": (there or an_event(people, "suicide_attempt")).pk}


def of_a_diagnosis(people: People) -> Mapping[str, Any]:
    there = DiagnosisRecord.objects.filter(patient=people.patient).first()
    return {**of_dan(people), "diagnosis_id": (there or a_diagnosis(people)).pk}


def of_a_series(people: People) -> Mapping[str, Any]:
    there = SeriesRecord.objects.filter(patient=people.patient).first()
    return {**of_dan(people), "series_id": (there or a_series(people)).pk}


def of_a_plan(people: People) -> Mapping[str, Any]:
    there = PlanVersion.objects.filter(patient=people.patient).first()
    made = there or propose(patient=people.patient, on=timezone.localdate(), by=people.ana)
    return {**of_dan(people), "number": made.number}


def of_a_planned_module(people: People) -> Mapping[str, Any]:
    return {**of_dan(people), "module": "r3"}


def of_a_read_module(people: People) -> Mapping[str, Any]:
    return {**of_dan(people), "module": "r3"}


def of_a_catalogue(people: People) -> Mapping[str, Any]:
    return {"version_id": (CatalogueVersion.objects.first() or packaged(people.clinic)).pk}


def of_a_stop(_: People) -> Mapping[str, Any]:
    return {"stop_id": "safety"}


def of_a_review(_: People) -> Mapping[str, Any]:
    return {"module_id": "r3"}


def of_a_signature(people: People) -> Mapping[str, Any]:
    there = ModuleSignature.objects.first()
    return {"signature_id": (there or a_signature(people)).pk}


def of_an_appointment(people: People) -> Mapping[str, Any]:
    there = Appointment.objects.filter(patient=people.patient).first()
    return {**of_dan(people), "appointment_id": (there or an_appointment(people)).pk}


def of_a_kept_moment(people: People) -> Mapping[str, Any]:
    return {"name": kept_moment(people, "moment").name}


def of_a_kept_pause(people: People) -> Mapping[str, Any]:
    return {"name": kept_moment(people, "pause").name}


def of_a_kept_rehearsal(people: People) -> Mapping[str, Any]:
    return {"name": kept_moment(people, "rehearsal").name}


def of_a_later_look(people: People) -> Mapping[str, Any]:
    return {"kind": "moment", **of_a_kept_moment(people)}


def of_a_shared_moment(people: People) -> Mapping[str, Any]:
    return {**of_dan(people), "document_id": kept_moment(people, "moment", shared=True).pk}


def of_an_icon(_: People) -> Mapping[str, Any]:
    return {"size": 192}


def of_agreed_homework(people: People) -> Mapping[str, Any]:
    return {"session_id": (SessionRecord.objects.first() or a_session(people)).pk}


def of_a_skill(people: People) -> Mapping[str, Any]:
    return {"name": a_document(people, "skill", SKILL, title="A walk").name}


def of_an_experiment(people: People) -> Mapping[str, Any]:
    return {"name": a_document(people, "experiment", SKILL, goal="Ask Su").name}


def of_a_scene(people: People) -> Mapping[str, Any]:
    return {"kind": "scene", "name": a_document(people, "scene", SKILL, title="The lake").name}


def of_a_story_file(_: People) -> Mapping[str, Any]:
    return {"form": "text"}


def of_a_chapter_to_be(_: People) -> Mapping[str, Any]:
    return {"kind": "chapter"}


def of_an_erasure_request(people: People) -> Mapping[str, Any]:
    there = ErasureRequest.objects.filter(patient=people.patient).first()
    return {"request_id": (there or an_erasure_request(people)).pk}


def of_a_feed(people: People) -> Mapping[str, Any]:
    chosen = choose(patient=people.patient, what=Shares.CALENDAR, agreed=True, by=people.dan)
    return {"secret": secret_of(people.clinic.pk, chosen.pk)}


def of_the_roster(people: People) -> Mapping[str, Any]:
    return {"entry_id": (OnDuty.objects.first() or a_duty(people)).pk}


def of_a_prompt(people: People) -> Mapping[str, Any]:
    return {"prompt_id": (Prompt.objects.first() or a_prompt(people)).pk}


@dataclass(frozen=True)
class Case:
    """``ids``: the address's arguments. ``sends``: what a POST would send; None = nothing can be
    sent, so sending is refused for everybody. ``answers``: the status when it works.
    ``signed_out``: what is answered without sign-in, where that is not the way to sign in."""

    name: str
    works_for: str = "ana"
    ids: Arguments = nothing
    stranger: str | None = "cleo"
    read_only: str | None = "ben"
    sends: Mapping[str, Any] | None = None
    only_sends: bool = False
    as_json: bool = False
    answers: int = 200
    signed_out: int = 302
    stranger_gets: int = 404
    because: str = ""
    bad_ids: tuple[Mapping[str, Any], ...] = field(default=())

    def wrong_ids(self, people: People) -> list[Mapping[str, Any]]:
        """The arguments with each id in turn replaced by one that nobody has."""
        given = self.ids(people)
        return [
            {**given, name: 9999 if isinstance(value, int) else uuid.uuid4()}
            for name, value in given.items()
        ]


FOR_ALL = "It is for everybody, signed in or not."
ONE_S_OWN = "Only the person themselves has this page."
FOR_THE_LEAD = "Team leads alone have this page, and they may write."
TO_READ = "For all staff, and nothing is sent here."


def own(name: str, **more: Any) -> Case:
    """A page of the patient about themselves; even who treats them finds none."""
    return Case(name, works_for="dan", stranger="ana", read_only=None, because=ONE_S_OWN, **more)


def leads(name: str, **more: Any) -> Case:
    return Case(name, works_for="lea", stranger="ana", read_only=None, because=FOR_THE_LEAD, **more)


def to_read(name: str, **more: Any) -> Case:
    return Case(name, stranger="dan", read_only=None, because=TO_READ, **more)


def sent_only(name: str, ids: Arguments) -> Case:
    """One small button of a clinician, that leads back."""
    return Case(name, ids=ids, sends={"sent": "1"}, only_sends=True, answers=302)


def authors(name: str, **more: Any) -> Case:
    """A page that all staff may read, and catalogue authors alone may send."""
    return Case(name, works_for="nora", stranger="dan", read_only="ana", **more)


CASES = [
    own("patient:reminders", sends={"do": "take_up"}),
    own("patient:open_reminder", ids=of_a_prompt, answers=302),
    own("patient:reminder_phone", sends={}, only_sends=True, answers=422),
    Case(
        "patient:report_reminder",
        stranger=None,
        read_only=None,
        sends={},
        only_sends=True,
        answers=422,
        because="A phone reports with the token of its reminder, signed in or not.",
    ),
    Case("clinician:reminders", ids=of_dan, sends={"do": "remove"}),
    to_read("clinician:catalogue_versions"),
    authors("clinician:use_catalogue", ids=of_a_catalogue, sends={}, only_sends=True, answers=302),
    to_read("clinician:reviews"),
    to_read("clinician:learning"),
    to_read("clinician:learning_paper"),
    Case(
        "clinician:learning_stop",
        ids=of_a_stop,
        stranger="dan",
        read_only=None,
        sends={"done": "on"},
        because="All staff tick their own stops here, so nobody only reads.",
    ),
    authors("clinician:review", ids=of_a_review, sends={"signer": "Dr Ana Weber"}),
    authors(
        "clinician:take_back_signature",
        ids=of_a_signature,
        sends={},
        only_sends=True,
        answers=302,
    ),
    Case("clinician:move_plan", ids=of_dan, sends={"seen": "x"}),
    Case("clinician:plan_module", ids=of_a_read_module, because="A module is only read."),
    Case("home", answers=302, stranger=None, read_only=None, because="Leads each to their own."),
    Case("alive", stranger=None, read_only=None, because=FOR_ALL),
    Case("numbers", stranger=None, read_only=None, because=FOR_ALL),
    Case(
        "set_language",
        stranger=None,
        read_only=None,
        sends={"language": "de"},
        only_sends=True,
        answers=302,
        because=FOR_ALL,
    ),
    Case(
        "clinician:caseload",
        stranger="dan",
        read_only=None,
        because="Each clinician sees their own caseload, and nothing is sent here.",
    ),
    Case(
        "clinician:gallery",
        stranger="dan",
        read_only=None,
        because="For all staff; it shows nobody who lives, and nothing is sent here.",
    ),
    Case(
        "components:theme",
        stranger=None,
        read_only=None,
        sends={"theme": "dark"},
        only_sends=True,
        answers=302,
        because=FOR_ALL,
    ),
    Case(
        "components:hand",
        stranger=None,
        read_only=None,
        sends={"hand": "left"},
        only_sends=True,
        answers=302,
        because=FOR_ALL,
    ),
    Case(
        "clinician:patient",
        ids=of_dan,
        because="Nothing is sent here: it is one person's Map.",
    ),
    Case(
        "patient:home",
        works_for="dan",
        stranger="ana",
        read_only=None,
        because="Only the person themselves has this page, and nothing is sent here.",
    ),
    own("patient:path"),
    own("patient:module", ids=of_a_module),
    own("patient:module_paper", ids=of_a_module),
    own("patient:me"),
    own("patient:homework", ids=of_agreed_homework),
    own("patient:skills"),
    own("patient:new_skill"),
    own("patient:skill", ids=of_a_skill),
    own("patient:experiments"),
    own("patient:new_experiment"),
    own("patient:experiment", ids=of_an_experiment),
    own("patient:targets"),
    own("patient:target_words"),
    own("patient:sharing", sends={"what": "moments", "agreed": "yes"}),
    own("patient:export", sends={}),
    own("patient:erasure", sends={"says": "My story."}),
    own("patient:appointments", sends={"calendar": "new"}),
    Case(
        "calendar_feed",
        ids=of_a_feed,
        stranger=None,
        read_only=None,
        because="Whoever has the address may read it: it is secret, and holds times alone.",
    ),
    own("patient:story"),
    own("patient:new_story", ids=of_a_chapter_to_be),
    own("patient:story_ground"),
    own("patient:story_mine", ids=of_a_story_file),
    own("patient:story_all_away", sends={}),
    *(
        own(f"patient:story_{page}", ids=of_a_scene)
        for page in ("entry", "title", "earlier", "sharing", "away")
    ),
    # Early in a course a title is enough: the page leads back to the entry.
    own("patient:story_words", ids=of_a_scene, answers=302),
    own("patient:stop_story", ids=of_a_scene, sends={"title": "x"}, only_sends=True, answers=302),
    Case(
        "clinician:story",
        ids=of_dan,
        read_only=None,
        because="Only those who treat read what is shared of a story; nothing is sent here.",
    ),
    Case("clinician:card", ids=of_dan, sends={"do": "up:sad"}),
    Case("clinician:diary", ids=of_dan),
    own("patient:card"),
    own("patient:card_of_day", ids=of_yesterday),
    own("patient:form", ids=of_a_form),
    own("patient:response", ids=of_answers),
    own("patient:sync", sends=NO_ENTRIES, as_json=True, only_sends=True, signed_out=401),
    own("patient:write", ids=of_a_document, sends={"title": "walk"}, only_sends=True, answers=302),
    own("patient:clashes", sends={}),
    own("patient:moments"),
    own("patient:pause"),
    own("patient:one_pause", ids=of_a_kept_pause),
    own("patient:rehearsal"),
    own("patient:one_rehearsal", ids=of_a_kept_rehearsal),
    own("patient:moment"),
    own("patient:one_moment", ids=of_a_kept_moment),
    own("patient:later", ids=of_a_later_look),
    Case("clinician:moments", ids=of_dan, because="A list of what is shared; nothing is sent."),
    Case("clinician:moment", ids=of_a_shared_moment, because="It is only read."),
    own("patient:phone_json"),
    own("patient:plan_copy"),
    own("patient:on_this_phone"),
    Case("patient:manifest", stranger=None, read_only=None, because=FOR_ALL),
    Case("patient:icon", ids=of_an_icon, stranger=None, read_only=None, because=FOR_ALL),
    Case("patient:worker", stranger=None, read_only=None, because=FOR_ALL),
    Case("patient:offline", stranger=None, read_only=None, because=FOR_ALL),
    Case("patient:numbers", stranger=None, read_only=None, because=FOR_ALL),
    own("patient:devices", sends=A_DEVICE, as_json=True),
    own("patient:end_device", ids=of_a_device, sends={}, only_sends=True, answers=302),
    own("patient:safety_plan"),
    own("patient:edit_safety_plan", sends={"own_ways": "walk"}),
    Case("clinic_numbers", ids=of_the_clinic, stranger=None, read_only=None, because=FOR_ALL),
    Case("clinician:safety_plan", ids=of_dan, sends={"do": "offer"}),
    Case("clinician:write_safety_plan", ids=of_dan, sends={"own_ways": "walk"}),
    Case("clinician:alert", ids=of_an_alert, sends={"do": "acknowledge"}),
    to_read("clinician:alerts"),
    to_read("clinician:catalogue"),
    to_read("clinician:catalogue_check"),
    to_read("clinician:module", ids=of_a_module),
    to_read("clinician:module_paper", ids=of_a_module),
    to_read("clinician:patient_words", ids=of_a_module),
    to_read("clinician:patient_words_paper", ids=of_a_module),
    to_read("clinician:therapy", ids=of_a_therapy),
    to_read("clinician:therapy_paper", ids=of_a_therapy),
    to_read("clinician:compare_therapies"),
    to_read("clinician:gaps"),
    leads("team:clinic", sends={"do": "numbers"}),
    leads("team:roster", sends={"who": ""}),
    leads("team:take_off", ids=of_the_roster, sends={}, only_sends=True, answers=302),
    leads("team:members"),
    leads("team:people"),
    Case("clinician:assessment", ids=of_dan, because="Each finding has a page of its own."),
    Case("clinician:import_answers", ids=of_dan, sends={"look": "1"}),
    Case("clinician:fill_form", ids=of_an_instrument, sends={"intent": "0"}),
    Case(
        "clinician:give_answer",
        ids=of_an_instrument,
        sends={"item": "intent", "intent": "0"},
        only_sends=True,
    ),
    Case("clinician:answers", ids=of_complete_answers, because="A sent form is only read."),
    Case("clinician:finding", ids=of_a_finding, sends={"code": "6D11.5"}),
    sent_only("clinician:look_at_event", of_an_event),
    sent_only("clinician:take_back_diagnosis", of_a_diagnosis),
    Case("clinician:courses", ids=of_dan, because="It draws, and nothing is sent here."),
    Case("clinician:import_series", ids=of_dan, sends={"look": "1"}),
    sent_only("clinician:drop_series", of_a_series),
    Case("clinician:course_choice", ids=of_dan, sends={"therapy": "dbt", "sessions_per_week": "1"}),
    Case("clinician:plan", ids=of_dan, sends={"propose": "1"}),
    Case("clinician:compare_plans", ids=of_dan, because="It compares, and nothing is sent here."),
    Case("clinician:change_plan", ids=of_a_planned_module, sends={"wish": "pin"}),
    Case("clinician:plan_version", ids=of_a_plan, because="An earlier version is only read."),
    sent_only("clinician:adopt_plan", of_a_plan),
    Case("clinician:reject_plan", ids=of_a_plan, sends={"reason": "Too much."}),
    Case("clinician:appointments", ids=of_dan, because="A list; each has a page of its own."),
    Case("clinician:new_series", ids=of_dan, sends={"minutes": "50"}),
    Case("clinician:appointment", ids=of_an_appointment, sends={"state": "kept"}),
    Case("clinician:from_the_phone", ids=of_dan, because="It is read; each part has its page."),
    Case("clinician:erasure", ids=of_an_erasure_request, sends={"answer": "Gone today."}),
    Case("clinician:session", ids=of_dan, because="It leads to the appointment that is next."),
    Case("clinician:session_at", ids=of_an_appointment, sends={"note": "We met."}),
]
