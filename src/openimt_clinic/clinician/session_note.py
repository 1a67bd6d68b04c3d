"""The note of one appointment: found, begun with its agenda, written without script, and signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.deliver.writing.field import read_value
from openimt.errors import DeliveryError, OpenIMTError
from openimt_clinic.actions.care.kinds.session import KIND
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.session_fields import (
    AGENDA,
    PLACE,
    SESSION,
    agenda_value,
    points_kept,
)
from openimt_clinic.actions.care.signing import sign, standing
from openimt_clinic.actions.care.writing import Writing, write
from openimt_clinic.actions.delivering import to_come
from openimt_clinic.clinician.session_queries import Prepared
from openimt_clinic.clinician.writing.pages import errors_of
from openimt_clinic.clinician.writing.typed import changes, refuse_unread, writing_of
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.appointment import Place as Where
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.user import User

SIGN = "sign"
NOTE = Asked(
    lambda: (
        CareDocument.objects.filter(appointment=Given("appointment"), kind=SESSION)
        .exclude(state=DocumentState.PUT_ASIDE.value)
        .select_related("author", "signed_by")
        .order_by("-number")[:1]
    )
)


@dataclass(frozen=True)
class Sent:
    """What came of a plain form. ``done``: it can lead on. ``says``: why it could not be kept."""

    document: CareDocument | None
    done: bool = False
    says: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, object] = field(default_factory=dict)


def note_of(appointment: Appointment) -> CareDocument | None:
    """The newest version of the note, a draft or signed."""
    found = NOTE.first(appointment=appointment.pk)
    if found is not None:
        found.patient, found.appointment = appointment.patient, appointment
    return found


def begin_note(
    appointment: Appointment, ready: Prepared, sent: QueryDict, by: User
) -> CareDocument:
    """The draft of this session's note with its agenda; new points join one that is begun.

    Raises DeliveryError while the appointment lies ahead, RecordError after the course's end.
    """
    if to_come(appointment, timezone.now()):
        raise DeliveryError(_("this appointment is still to come; write its session on its day"))
    place = _place(appointment, sent)
    made = open_document(
        patient=appointment.patient,
        kind=SESSION,
        by=by,
        appointment=appointment,
        values={AGENDA.name: agenda_value(ready.points), **place},
    )
    made.patient, made.appointment = appointment.patient, appointment
    return _joined(made, ready, by)


def _place(appointment: Appointment, sent: QueryDict) -> dict[str, Value]:
    """As it was checked at the start; else as the appointment has it."""
    if appointment.place != Where.REMOTE.value:
        return {}
    known = (appointment.where, appointment.call_back, appointment.near)
    return {
        one.name: read_value(one, sent.get(one.name, before))
        for one, before in zip(PLACE, known, strict=True)
    }


def _joined(document: CareDocument, ready: Prepared, by: User) -> CareDocument:
    """The draft with the points that have come up since it was begun."""
    if document.state != DocumentState.DRAFT.value:
        return document
    before = values_of(document.fields)
    now = agenda_value(ready.points, before.get(AGENDA.name))
    if now == before.get(AGENDA.name) or not now:
        return document
    number = round(timezone.now().timestamp() * 1000)
    seen = {AGENDA.name: document.seen.get(AGENDA.name, "")}
    writing = Writing(uuid4(), f"agenda-{number}", number, {AGENDA.name: now}, seen)
    return write(document=document, writing=writing, by=by).document


def new_points(document: CareDocument, ready: Prepared) -> tuple[str, ...]:
    """Points that have come up since the note was begun, by what they say."""
    kept = {name for name, _says in points_kept(values_of(document.fields))}
    return tuple(point.says for point in ready.points if point.id not in kept)


def send_note(document: CareDocument, sent: QueryDict, by: User) -> Sent:
    """Keeps what changed; then it is signed, if that was pressed. What cannot be kept is given
    back as it was typed."""
    fields = KIND.fields(document.patient, document)
    changed = left = changes(document, fields, sent)
    try:
        if changed:
            number = round(timezone.now().timestamp() * 1000)
            kept = write(document=document, writing=writing_of(sent, changed, number, by), by=by)
            if errors := errors_of(kept):
                typed = {name: changed[name] for name in kept.refused}
                return Sent(kept.document, errors=errors, typed=typed)
            document, left = kept.document, {}
        if sent.get("do") == SIGN:
            refuse_unread(document, fields, sent)
            document = sign(document=document, by=by, seen=standing(document))
    except OpenIMTError as refusal:
        named = refusal.field if refusal.field in {one.name for one in fields} else ""
        errors = {named: refusal.says} if named else {}
        return Sent(document, says=str(refusal.says), errors=errors, typed=left)
    return Sent(document, done=True)
