"""The session: prepared from the plan, led by its agenda, and written down once."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openimt.errors import OpenIMTError
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.care.session_fields import SESSION
from openimt_clinic.clinician.session_note import Sent, begin_note, note_of, send_note
from openimt_clinic.clinician.session_queries import (
    appointment_to_prepare,
    earlier_sessions,
    prepared,
)
from openimt_clinic.clinician.session_reading import read_page
from openimt_clinic.clinician.session_writing import beside_page, write_page
from openimt_clinic.clinician.writing.faces import shown
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.form import form_of
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

HOLDABLE = (AppointmentState.PLANNED.value, AppointmentState.KEPT.value)
METHODS = ["GET", "HEAD", "POST"]
BEGIN, SIGN = "begin", "sign"
OF_PERSON = Asked(
    lambda: Appointment.objects.filter(
        pk=Given("appointment"), patient=Given("patient")
    ).select_related("with_whom", "session")
)  # fmt: skip
HELD = Asked(lambda: SessionRecord.objects.filter(appointment=Given("appointment"))[:1])


@patient_page()
@require_safe
def session(request: HttpRequest, patient: Patient) -> HttpResponse:
    """To the appointment that is next; without one, the way to make one."""
    coming = appointment_to_prepare(patient, timezone.now())
    if coming is not None:
        return redirect("clinician:session_at", patient.pk, coming.pk)
    context = {"patient": patient, "earlier": earlier_sessions(patient)}
    return render(request, "clinician/no_session.html", context)


@patient_page(write=Permission.DELIVER)
@require_http_methods(METHODS)
def session_at(request: HttpRequest, patient: Patient, appointment_id: UUID) -> HttpResponse:
    """Before it: what happened since, and the agenda. During it: ticks and the note. After it: what
    was signed."""
    one = _appointment_or_404(patient, appointment_id)
    note = note_of(one)
    if request.method == "POST":
        return _sent(request, one, note)
    if _is_closed(one, note):
        return read_page(request, one, note)
    return write_page(request, one, note)


@patient_page(write=Permission.DELIVER)
@require_http_methods(METHODS)
def beside(request: HttpRequest, patient: Patient, appointment_id: UUID) -> HttpResponse:
    """The session's page to lay beside the person: nothing on it is for staff alone."""
    one = _appointment_or_404(patient, appointment_id)
    note = note_of(one)
    if note is None or note.state != DocumentState.DRAFT.value:
        return redirect("clinician:session_at", patient.pk, one.pk)
    if request.method == "POST":
        came = send_note(note, request.POST, standing_of(request).user)
        if came.done:
            return redirect("clinician:session_beside", patient.pk, one.pk)
        return beside_page(request, one, came.document or note, came)
    return beside_page(request, one, note)


@patient_page()
@require_safe
def session_note(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """From a note to its session; an earlier version is read on its own page."""
    note = document_or_404(patient, document_id, standing_of(request).user)
    if note.kind != SESSION or note.appointment is None:
        return redirect("clinician:documents", patient.pk, note.kind)
    note.appointment.patient = patient
    newest = note_of(note.appointment)
    if newest is not None and newest.pk != note.pk:
        return shown(request, form_of(note, standing_of(request).user))
    return redirect("clinician:session_at", patient.pk, note.appointment_id)


def _sent(request: HttpRequest, one: Appointment, note: CareDocument | None) -> HttpResponse:
    """Begins, keeps or signs; a refusal is said on the page, and what was typed stays."""
    by = standing_of(request).user
    back = redirect("clinician:session_at", one.patient_id, one.pk)
    do = request.POST.get("do", SIGN)
    try:
        if note is None or do == BEGIN:
            note = begin_note(one, prepared(one.patient, one), request.POST, by)
        if do == BEGIN:
            return back
    except OpenIMTError as refusal:
        return _refused(request, one, note, Sent(note, says=str(refusal)))
    came = send_note(note, request.POST, by)
    if not came.done:
        return _refused(request, one, note_of(one), came)
    says = _("The session is written down.") if do == SIGN else _("Kept as a draft.")
    messages.success(request, says)
    return back


def _refused(
    request: HttpRequest, one: Appointment, note: CareDocument | None, came: Sent
) -> HttpResponse:
    if _is_closed(one, note):
        return read_page(request, one, note, came, request.POST)
    return write_page(request, one, note, came)


def _is_closed(one: Appointment, note: CareDocument | None) -> bool:
    """Whether it can only be read: it was signed, written down before, or did not take place."""
    if note is not None:
        return note.state != DocumentState.DRAFT.value
    return one.state not in HOLDABLE or HELD.first(appointment=one.pk) is not None


def _appointment_or_404(patient: Patient, appointment_id: UUID) -> Appointment:
    one = OF_PERSON.first(appointment=appointment_id, patient=patient.pk)
    if one is None:
        raise Http404
    one.patient = patient
    return one
