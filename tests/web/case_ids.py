"""The arguments of addresses: of what each page is, made where it is not there yet."""

from collections.abc import Callable, Mapping
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
