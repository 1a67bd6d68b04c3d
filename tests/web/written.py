"""Care documents for tests: begun, written in and signed as the pages do it."""

import uuid
from typing import Any

from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.care.writing import Kept, Writing, write
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.user import User
from tests.web.people import People

NOTE = {"about": "A call", "text": "The school asked for a letter."}


def a_document(people: People, kind: str, **values: Any) -> CareDocument:
    """A draft of Ana's about Dan."""
    document = open_document(patient=people.patient, kind=kind, by=people.ana)
    return wrote(document, people.ana, **values).document if values else document


def a_note(people: People, **values: Any) -> CareDocument:
    return a_document(people, "note", **values)


def wrote(
    document: CareDocument,
    by: User,
    *,
    device: str = "",
    number: int = 0,
    seen: dict[str, str] | None = None,
    **values: Any,
) -> Kept:
    """What one writing comes to; by default it has seen what stands there."""
    document.refresh_from_db()
    read = {n: document.seen[n] for n in values if n in document.seen} if seen is None else seen
    count = number or 1 + document.entries.count()
    sent = Writing(uuid.uuid4(), device or by.name, count, values, read)
    return write(document=document, writing=sent, by=by)


def a_signed(people: People, kind: str, **values: Any) -> CareDocument:
    """One that Ana has signed."""
    return sign(document=a_document(people, kind, **values), by=people.ana)
