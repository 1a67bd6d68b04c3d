"""Records that stand there already when a test begins, made the short way."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from openimt.terms import Response
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.module_signature import ModuleSignature
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.series_record import SeriesRecord
from openimt_clinic.records.session_record import SessionRecord
from tests.web.people import People

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
"""A Wednesday morning; half past ten in Berlin."""
TODAY = NOW.date()


def of_dan(people: People, **fields: Any) -> dict[str, Any]:
    return {"clinic": people.clinic, "patient": people.patient, **fields}


def a_diagnosis(people: People, on: date = date(2026, 10, 1)) -> DiagnosisRecord:
    return DiagnosisRecord.objects.create(
        **of_dan(people, code="6D11.5", by=people.ana, on=on, noted_at=NOW)
    )


def an_event(people: People, kind: str = "self_harm_act", **fields: Any) -> ClinicalEvent:
    given = {"kind": kind, "on": TODAY, "noted_by": people.ana, "noted_at": NOW} | fields
    return ClinicalEvent.objects.create(**of_dan(people, **given))


def a_proposal(people: People, number: int = 1, state: str = "proposed") -> PlanVersion:
    return PlanVersion.objects.create(
        **of_dan(
            people,
            number=number,
            state=state,
            plan={},
            catalogue="2026.11",
            on=TODAY,
            made_by=people.ana,
            made_at=NOW,
        )
    )


def an_appointment(people: People, at: datetime = NOW, **fields: Any) -> Appointment:
    return Appointment.objects.create(
        **of_dan(people, with_whom=people.ana, starts_at=at, **fields)
    )


def a_session(people: People, homework: str = "one walk with Su", **fields: Any) -> SessionRecord:
    held = an_appointment(people, NOW - timedelta(days=2), state="kept", marked_by=people.ana,
                          marked_at=NOW)  # fmt: skip
    given = {"minutes": 50, "homework": homework, "by": people.ana, "noted_at": NOW}
    given |= {"held_at": held.starts_at} | fields
    return SessionRecord.objects.create(**of_dan(people, appointment=held, **given))


def a_document(people: People, kind: str, name: str, **values: Any) -> PhoneDocument:
    """A document as one entry of a phone made it; the one that is there, if it is."""
    key = "00000000-0000-4000-8000-000000000001"
    written = {
        field: {"value": value, "key": key, "device": "phone", "latest": {"phone": 1}}
        for field, value in values.items()
    }
    given = {"fields": written, "about": TODAY, "made_at": NOW, "changed_at": NOW, "shared": True}
    return PhoneDocument.objects.get_or_create(
        **of_dan(people, kind=kind, name=name), defaults=given
    )[0]


def an_erasure_request(people: People) -> ErasureRequest:
    return ErasureRequest.objects.create(**of_dan(people, asked_by=people.dan, asked_at=NOW))


def a_safety_plan(people: People) -> SafetyPlan:
    return SafetyPlan.objects.create(
        **of_dan(
            people,
            number=1,
            state="made",
            on=TODAY,
            own_ways=["walk to the river"],
            by=people.dan,
            made_at=NOW,
        )
    )


def a_draft(people: People, instrument: str = "phq9", **answers: float) -> AnswerSet:
    return AnswerSet.objects.create(
        **of_dan(
            people,
            instrument=instrument,
            version="1",
            answers=answers or {"q1": 1},
            state="draft",
            source="form",
            given_at=NOW,
            received_at=NOW,
        )
    )


def an_alert(
    people: People, response: Response = Response.SAME_DAY, at: datetime = NOW, **fields: Any
) -> AlertCase:
    given = {
        "item": "intent",
        "answer": 1,
        "response": response.value,
        "given_at": at,
        "received_at": at,
        "owner": people.ana,
        "due_at": at + timedelta(minutes=60),
    }
    return AlertCase.objects.create(**of_dan(people, **(given | fields)))


def a_series(people: People, **fields: Any) -> SeriesRecord:
    points = [[(TODAY + timedelta(weeks=n)).isoformat(), float(n)] for n in range(6)]
    given = {"name": "Sleep", "lowest": 0.0, "highest": 10.0, "points": points} | fields
    return SeriesRecord.objects.create(**of_dan(people, by=people.ana, noted_at=NOW, **given))


def a_signature(people: People, **fields: Any) -> ModuleSignature:
    given = {
        "module": "r3",
        "content": "0" * 64,
        "catalogue": "2026.11",
        "signed_as": "clinician",
        "signer": "Dr Ana Weber",
        "on": TODAY,
        "recorded_by": people.nora,
        "recorded_at": NOW,
    }
    return ModuleSignature.objects.create(clinic=people.clinic, **(given | fields))


def a_duty(people: People, hours: float = 8, **fields: Any) -> OnDuty:
    given = {
        "who": people.ben,
        "second": people.ana,
        "starts_at": NOW - timedelta(hours=1),
        "ends_at": NOW + timedelta(hours=hours),
    }
    return OnDuty.objects.create(clinic=people.clinic, **(given | fields))


def a_device(people: People) -> PhoneDevice:
    given = {"secret_hash": "0" * 64, "since": NOW, "seen_at": NOW}
    return PhoneDevice.objects.create(**of_dan(people, **given))


def a_clash(people: People) -> PhoneClash:
    """Two devices said how good a skill is, and said it differently."""
    key = "11111111-1111-4111-8111-111111111111"
    row = {"value": "walk", "key": key, "device": "phone", "latest": {"phone": 1}}
    given = {"kind": "skill", "name": key, "about": TODAY, "made_at": NOW, "changed_at": NOW}
    document = PhoneDocument.objects.create(**of_dan(people, **given, fields={"title": row}))
    other = {"field": "title", "value": "run", "key": key, "device": "tablet", "made_at": NOW}
    return PhoneClash.objects.create(**of_dan(people, document=document, **other))
