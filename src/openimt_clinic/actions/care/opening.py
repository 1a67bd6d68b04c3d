"""Beginning to write: the draft that is there, or a new one; never two by a second press."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.actions.action import action
from openimt_clinic.actions.back_door.in_care import refuse_after_the_end
from openimt_clinic.actions.care.kind import CareKind
from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.actions.care.made import new_document, next_document
from openimt_clinic.audit.log import record
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

DRAFT = DocumentState.DRAFT.value


def kind_of(name: str) -> CareKind:
    """The kind of that name; raises RecordError where there is none."""
    if name not in KINDS:
        raise RecordError(_("There is nothing of this kind here."), field="kind")
    return KINDS[name]


@action
def open_document(
    *,
    patient: Patient,
    kind: str,
    by: User,
    about: date | None = None,
    subject: str = "",
    appointment: Appointment | None = None,
    values: Mapping[str, Value] | None = None,
) -> CareDocument:
    """The draft to write in.

    What a person has once continues: its draft, or its next version. What belongs to an appointment
    or a subject is begun once. Else an empty draft of one's own is used again. ``values``: what a
    new one begins with.
    """
    sort = kind_of(kind)
    require(by, sort.permission, patient)
    # The patient's row is the lock: two presses of one button come after each other.
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    day = about or _today(patient, appointment)
    if not sort.after_ending:
        refuse_after_the_end(patient, day)
    there = _there(sort, patient, by, subject, appointment)
    if there is not None and there.state == DRAFT:
        record("document.continued", by=by, patient=patient, document=there.pk, kind=kind)
        return there
    if there is not None and not sort.one_line:
        record("document.found", by=by, patient=patient, document=there.pk, kind=kind)
        return there
    begins = {**sort.begins_with(patient), **(values or {})}
    made = next_document(there, by) if there else new_document(
        patient, kind, by, subject, appointment, begins, private=sort.private
    )  # fmt: skip
    made.about = day
    made.save()
    record("document.begun", by=by, patient=patient, document=made.pk, kind=kind)
    return made


def _today(patient: Patient, appointment: Appointment | None) -> date:
    at = appointment.starts_at if appointment else timezone.now()
    return clinic_day(patient.clinic, at)


def _there(
    sort: CareKind, patient: Patient, by: User, subject: str, appointment: Appointment | None
) -> CareDocument | None:
    kept = CareDocument.objects.filter(patient=patient, kind=sort.name)
    kept = kept.exclude(state=DocumentState.PUT_ASIDE.value).order_by("-number", "-made_at")
    if sort.private:
        kept = kept.filter(author=by)
    if sort.one_line:
        return kept.first()
    if appointment is not None:
        return kept.filter(appointment=appointment).first()
    drafts = kept.filter(state=DRAFT, subject=subject, appointment=None)
    return drafts.first() if subject else drafts.filter(author=by, fields={}).first()


def next_version(before: CareDocument, by: User, says: str) -> CareDocument:
    """A draft that begins with what was signed; inside an action."""
    made = next_document(before, by, says)
    made.save()
    return made


def locked(document: UUID) -> CareDocument:
    """The document, held until the action is done.

    Who signed it is read afterwards: a row that is joined to the one that is waited for stays as it
    was before the wait.
    """
    CareDocument.objects.select_for_update().only("pk").get(pk=document)
    kept = CareDocument.objects.select_related("patient__clinic", "author", "signed_by")
    return kept.get(pk=document)
