"""Writing the event log."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

Detail = str | int | float | bool | uuid.UUID | date | None
READING = "record.read"
A_WORD = re.compile(r"[\w.:/+-]{0,80}")
written: ContextVar[int] = ContextVar("written", default=0)
marked: ContextVar[set[uuid.UUID] | None] = ContextVar("marked", default=None)
"""Inside an action, whose attention has been marked as stale in its transaction already."""
gathered: ContextVar[list[AuditEvent] | None] = ContextVar("gathered", default=None)
"""Events that wait to be written in one statement."""


def _detail(name: str, value: object) -> object:
    """A detail as JSON; free text is a mistake of ours, so it is refused as one."""
    if value is None or isinstance(value, bool | int | float):
        return value
    as_word = value.isoformat() if isinstance(value, date | datetime) else str(value)
    if not A_WORD.fullmatch(as_word):
        raise ValueError(f"'{name}' of an event is free text, which the log does not keep")
    return as_word


def record(
    action: str,
    *,
    by: User | None,
    patient: Patient | None = None,
    clinic: Clinic | None = None,
    **details: Detail,
) -> AuditEvent:
    """Writes one event, in the transaction of what it tells of. ``by`` None = the clock."""
    place = patient.clinic_id if patient else clinic.pk if clinic else None
    if place is None:
        raise ValueError("an event names its patient or its clinic")
    written.set(written.get() + 1)
    if patient and action != READING:
        _mark(patient)
    event = AuditEvent(
        at=timezone.now(),
        by_id=by.pk if by else None,
        clinic_id=place,
        patient_id=patient.pk if patient else None,
        action=action,
        details={name: _detail(name, value) for name, value in details.items()},
    )
    waiting = gathered.get()
    if waiting is None:
        event.save(force_insert=True)
    else:
        waiting.append(event)
    return event


@contextmanager
def events_together() -> Iterator[None]:
    """The events of an action in one statement at its end, in their order; a failure keeps none.

    For an action that stays inside one clinic and lets no failure of its own pass unseen.
    """
    waiting: list[AuditEvent] = []
    before = gathered.set(waiting)
    try:
        yield
    finally:
        gathered.reset(before)
    AuditEvent.objects.bulk_create(waiting)


def _mark(patient: Patient) -> None:
    """Something happened to this person: who needs someone has to be worked out again."""
    once = marked.get()
    if once is not None and patient.pk in once:
        return
    AttentionRecord.objects.filter(patient=patient).update(stale=True)
    if once is not None:
        once.add(patient.pk)
