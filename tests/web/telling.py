"""Entries of a person's story as they arrive from a phone, made the short way."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from openimt_clinic.actions.phone.arrival import Arrival, times
from openimt_clinic.actions.phone.receiving import Received, receive
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.kept import NOW
from tests.web.people import People


def arrives(
    patient: Patient,
    by: User,
    kind: str,
    name: str,
    values: dict[str, Any],
    *,
    number: int = 1,
    at: datetime = NOW,
    device: str = "phone",
    seen: dict[str, str] | None = None,
) -> Received:
    arrival = Arrival(uuid.uuid4(), kind, name, device, number, at, values, seen or {})
    return receive(patient=patient, arrival=arrival, times=times(at, at, at), by=by)


def tells(people: People, kind: str, *writings: dict[str, Any], **first: Any) -> PhoneDocument:
    """Dan writes an entry: what it begins with, then one writing an hour later after another."""
    name, begun = str(uuid.uuid4()), NOW + timedelta(minutes=PhoneDocument.objects.count())
    for turn, values in enumerate([first, *writings] if first else writings):
        at = begun + timedelta(hours=turn)
        arrives(people.patient, people.dan, kind, name, values, number=turn + 1, at=at)
    return PhoneDocument.objects.get(patient=people.patient, kind=kind, name=name)
