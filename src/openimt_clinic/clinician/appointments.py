"""Appointments: the list, a new series, and one appointment."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from openimt.deliver.attendance import attendance
from openimt.deliver.series import is_an_hour
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.delivering import make_series, mark_appointment, move_appointment
from openimt_clinic.actions.hours import also_then
from openimt_clinic.clinician.appointment_forms import (
    MarkForm,
    MoveForm,
    SeriesForm,
    move_initial,
)
from openimt_clinic.clinician.appointment_view import appointment_row, appointments_view
from openimt_clinic.clinician.session_note import note_of
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.sessions import states_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out

METHODS = ["GET", "HEAD", "POST"]


@patient_page()
@require_safe
def appointments(request: HttpRequest, patient: Patient) -> HttpResponse:
    """What is ahead, what waits for a word, what was."""
    lately = attendance(states_of(patient), catalogue_for(patient).settings)
    view = appointments_view(_of(patient), (lately.says, lately.state), timezone.now())
    may = permissions_for(standing_of(request).user, patient)
    shown = {"patient": patient, "view": view, "may_write": Permission.DELIVER in may}
    return render(request, "clinician/appointments.html", shown)


@patient_page(write=Permission.DELIVER)
@require_http_methods(METHODS)
def new_series(request: HttpRequest, patient: Patient) -> HttpResponse:
    """A series; one day alone is a series that ends on its first day."""
    by = standing_of(request).user
    form = SeriesForm(patient, by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = carried_out(form, lambda: make_series(
            patient=patient, first=given["first"], at=given["at"], until=given["until"],
            rhythm=given["rhythm"], holidays=given["holidays"], minutes=given["minutes"],
            with_whom=given["with_whom"], where=form.place_given(), by=by,
        ))  # fmt: skip
        if made is not None:
            says = ngettext("%(n)d appointment is made.", "%(n)d appointments are made.", len(made))
            messages.success(request, says % {"n": len(made)})
            _say_beside(request, made)
            return redirect("clinician:appointments", patient.pk)
    return render(request, "clinician/new_series.html", {"patient": patient, "form": form})


@patient_page(write=Permission.DELIVER)
@require_http_methods(METHODS)
def appointment(request: HttpRequest, patient: Patient, appointment_id: UUID) -> HttpResponse:
    """One appointment: say what came of it, or give it another hour or place."""
    one = get_object_or_404(_of(patient), pk=appointment_id)
    moving = "move" in request.POST
    mark = MarkForm(request.POST if request.POST and not moving else None,
                    initial={"state": one.state, "reason": one.reason})  # fmt: skip
    move = MoveForm(request.POST if moving else None, initial=move_initial(one))
    if request.method == "POST" and (_moved(request, patient, one, move) if moving
                                     else _marked(request, one, mark)):  # fmt: skip
        messages.success(request, _("Kept."))
        return redirect("clinician:appointments", patient.pk)
    shown = {
        "patient": patient,
        "row": appointment_row(one, timezone.now()),
        "note": _begun(one, patient),
        "mark": mark,
        "move": move if _may_move(one) and _shows(patient, move) else None,
    }
    return render(request, "clinician/appointment.html", shown)


def _say_beside(request: HttpRequest, made: Sequence[Appointment]) -> None:
    """Two people at the same time with one who treats can be meant; it is never kept unsaid."""
    beside = also_then(made)
    if beside is not None:
        words = {
            "who": made[0].with_whom.name,
            "at": date_format(timezone.localtime(beside.starts_at), "j M Y, H:i"),
        }
        says = _("%(who)s has another appointment at that time, with somebody else: %(at)s.")
        messages.warning(request, says % words)


def _begun(one: Appointment, patient: Patient) -> CareDocument | None:
    """The draft of its note, which cannot be signed once the appointment is marked as missed."""
    one.patient = patient
    note = note_of(one)
    return note if note is not None and note.state == DocumentState.DRAFT.value else None


def _shows(patient: Patient, move: MoveForm) -> bool:
    """Nothing is moved once the course has ended; a form that was refused for it stays, with what
    was typed."""
    return patient.ended_on is None or move.is_bound


def _may_move(one: Appointment) -> bool:
    """An hour of a group moves with the group alone."""
    return one.state == AppointmentState.PLANNED.value and one.meeting_id is None


def _marked(request: HttpRequest, one: Appointment, form: MarkForm) -> bool:
    if not form.is_valid():
        return False
    given, by = form.cleaned_data, standing_of(request).user
    done = carried_out(form, lambda: mark_appointment(
        appointment=one, state=given["state"], reason=given["reason"], by=by
    ))  # fmt: skip
    return done is not None


def _moved(request: HttpRequest, patient: Patient, one: Appointment, form: MoveForm) -> bool:
    if not form.is_valid():
        return False
    zone, by = ZoneInfo(patient.clinic.time_zone), standing_of(request).user
    starts_at = form.moment(zone)
    if not is_an_hour(starts_at, zone):
        form.add_error("at", _("On this day the clocks skip %(at)s; choose another hour.")
                       % {"at": f"{starts_at:%H:%M}"})  # fmt: skip
        return False
    done = carried_out(form, lambda: move_appointment(
        appointment=one, starts_at=starts_at, where=form.place_given(), by=by
    ))  # fmt: skip
    if done is not None:
        _say_beside(request, [done])
    return done is not None


def _of(patient: Patient) -> QuerySet[Appointment]:
    found = Appointment.objects.filter(patient=patient)
    return found.select_related("with_whom", "session", "meeting__group").order_by("starts_at")
