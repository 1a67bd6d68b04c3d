"""Every record about a person as rows of JSON: all fields, but for keys that open doors.

Which records there are is asked of the database's own models, so a new one cannot be forgotten.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.db.models.fields import Field

from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.audit.who import names_of
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.record import PatientRecord
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User

Row = dict[str, Any]
About = PatientRecord | Referral | ReferralAlert
"""A referral, and an alert at the front door, are about a person from the day on which they were
taken in."""

NOT_ABOUT_A_PERSON: Mapping[str, str] = {
    "CatalogueVersion": "the programme itself, the same for everybody",
    "CatalogueUse": "which programme the clinic uses",
    "Clinic": "the clinic's own name and numbers",
    "DowntimeSheet": "when a clinician printed their caseload; each reading stands in the log",
    "FreeHour": "when a therapist has room for somebody",
    "GroupMeeting": "the hours of a group and what was taught; one's own stand in Appointment",
    "LearningProgress": "what a therapist has read",
    "Membership": "who works in the clinic",
    "ModuleSignature": "who has checked the programme's texts",
    "NonResponseRule": "when an earlier course counts as one that did not help, in numbers",
    "OnDuty": "the clinic's roster",
    "OwnCalendar": "the feed of a therapist's own hours, without anybody's name",
    "PlannedAbsence": "when somebody of the clinic is away; the appointments page says it",
    "ServiceContext": "what the clinic offers",
    "SkillsGroup": "a group's hour and who leads it; one's own place in it is a GroupMember",
    "TherapistProfile": "what a therapist offers",
    "User": "accounts; one's own stands in person.json",
}
"""Records without a person they are about, and what they are instead."""

LEFT_OUT: Mapping[str, str] = {
    "AttentionRecord": "worked out anew each day from the rows beside it; nobody wrote it",
    "CareEntry": "each writing on the way to a document; what counts stands in caredocument.json",
    "CarePresence": "who had a page open in the last minute; nobody wrote it",
}
"""Records about a person that are not in the copy, and why."""

NOT_THEIRS: Mapping[str, Q] = {
    "CareDocument": Q(private=True) | ~Q(state=DocumentState.SIGNED.value),
}
"""A clinician's own thoughts, which their author alone reads; and what nobody has signed: a draft
may still be about somebody else, and what was put aside was not meant for this record."""
NOT_THEIRS_SAYS = (
    "notes that a clinician keeps for themselves, apart from the record, and drafts: what nobody "
    "has signed does not count yet"
)

KEYS: Mapping[str, tuple[str, ...]] = {
    "PhoneDevice": ("secret_hash",),
    "PushAddress": ("p256dh", "auth"),
}
"""Fields that would open a door to whoever finds the file."""


def models_about_a_person() -> list[type[About]]:
    """Every record with the person it is about, by name."""
    found = apps.get_app_config("records").get_models()
    about = [model for model in found if issubclass(model, About)]
    return sorted(about, key=lambda model: model.__name__)


def exported_models() -> list[type[About]]:
    """Those of them that the copy holds."""
    return [model for model in models_about_a_person() if model.__name__ not in LEFT_OUT]


def rows_of(model: type[About], patient: Patient) -> list[Row]:
    """The rows of one record about the person."""
    people = [f.name for f in model._meta.concrete_fields if f.related_model is User]
    rows: QuerySet[Any] = QuerySet(model).filter(patient=patient).select_related(*people)
    if others := NOT_THEIRS.get(model.__name__):
        rows = rows.exclude(others)
    return [_row(one) for one in rows]


def person(patient: Patient) -> Row:
    """Who the person is, and their account."""
    row = _row(patient)
    account = patient.account
    if account is not None:
        row["account"] = {
            "email": account.email,
            "name": account.name,
            "language": account.language,
            "made_at": _plain(account.made_at),
            "last_login": _plain(account.last_login),
        }
    return row


def events(patient: Patient) -> list[Row]:
    """What was done with the record, by whom and when: each reading and each change; but for
    notes that a clinician keeps for themselves."""
    found = AuditEvent.objects.filter(patient_id=patient.pk).order_by("id")
    rows = list(found.values("at", "by_id", "action", "details"))
    names = names_of(row["by_id"] for row in rows)
    private = {str(pk) for pk in _private_ids(patient)}
    return [
        {
            "at": _plain(row["at"]),
            "by": names[str(row["by_id"])] if row["by_id"] else "the clinic's clock",
            "what": row["action"],
            "details": row["details"],
        }
        for row in rows
        if row["details"].get("document") not in private
    ]


def _private_ids(patient: Patient) -> "QuerySet[CareDocument, Any]":
    rows = CareDocument.objects.filter(patient=patient, private=True)
    return rows.values_list("pk", flat=True)


def _row(one: Model) -> Row:
    hidden = KEYS.get(type(one).__name__, ())
    return dict(_fields(one, hidden))


def _fields(one: Model, hidden: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for field in one._meta.concrete_fields:
        if field.name not in hidden and field.related_model not in (Clinic, Patient):
            yield field.name, _value(one, field)


def _value(one: Model, field: "Field[Any, Any]") -> Any:
    if isinstance(field, ForeignKey) and field.related_model is User:
        user = getattr(one, field.name)
        return user.name if user else None
    return _plain(getattr(one, field.attname))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    keeps = value is None or isinstance(value, bool | int | float | str | list | dict)
    return value if keeps else str(value)
