"""The session: prepared from the plan, written down once."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.actions.delivering import Held, hold_session, to_come
from openimt_clinic.clinician.appointment_view import appointment_row
from openimt_clinic.clinician.open_cases import cases_of
from openimt_clinic.clinician.session_form import RATING, SessionForm
from openimt_clinic.clinician.session_queries import (
    appointment_to_prepare,
    earlier_sessions,
    following,
    prepared,
)
from openimt_clinic.clinician.session_view import grouped, point_views, split
from openimt_clinic.clinician.written_session import written_session
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.mapping.sessions import work_to_row
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.refusals import carried_out

HOLDABLE = (AppointmentState.PLANNED.value, AppointmentState.KEPT.value)


@patient_page()
@require_safe
def session(request: HttpRequest, patient: Patient) -> HttpResponse:
    """To the appointment that is next; without one, the way to make one."""
    coming = appointment_to_prepare(patient, timezone.now())
    if coming is not None:
        return redirect("clinician:session_at", patient.pk, coming.pk)
    shown = {"patient": patient, "earlier": earlier_sessions(patient)}
    return render(request, "clinician/no_session.html", shown)


@patient_page(write=Permission.DELIVER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_at(request: HttpRequest, patient: Patient, appointment_id: UUID) -> HttpResponse:
    """The agenda and its form; once written down, what was written."""
    one = get_object_or_404(_appointments(), pk=appointment_id, patient=patient)
    written = SessionRecord.objects.filter(appointment=one).select_related("by").first()
    if request.method != "POST" and (written or one.state not in HOLDABLE):
        return _read(request, patient, one, written)
    ready = prepared(patient, one)
    coming = following(patient, one)
    form = SessionForm(
        ready,
        translation.get_language() or "en",
        request.POST or None,
        initial={"next_on": timezone.localdate(coming.starts_at) if coming else None},
    )
    if request.method == "POST" and form.is_valid():
        if written and _same(written, form.held()):
            return redirect("clinician:session_at", patient.pk, one.pk)
        if carried_out(form, lambda: _keep(request, patient, one, form)):
            messages.success(request, _("The session is written down."))
            return redirect("clinician:session_at", patient.pk, one.pk)
    early = to_come(one, timezone.now())
    first, rest = split(point_views(ready))
    may = permissions_for(standing_of(request).user, patient)
    shown = {
        "patient": patient,
        "row": appointment_row(one, timezone.now()),
        "form": form,
        "first": first,
        "rest": grouped(rest),
        "modules": form.modules(),
        "plan": ready.plan,
        "therapy": ready.therapy,
        "stage": ready.stage,
        "last": ready.last,
        "cases": cases_of(patient, timezone.now()),
        "coming": coming,
        "may_write": Permission.DELIVER in may and not early,
        "may_change": Permission.DELIVER in may,
        "to_come": early,
        "earlier": earlier_sessions(patient),
    }
    return render(request, "clinician/session.html", shown)


def _keep(
    request: HttpRequest, patient: Patient, one: Appointment, form: SessionForm
) -> SessionRecord:
    """The session and the therapist's rating, both or neither."""
    by = standing_of(request).user
    with transaction.atomic():
        kept = hold_session(appointment=one, held=form.held(), by=by)
        if rated := form.rated():
            key = f"session-{one.pk}"
            send_answers(patient=patient, instrument=RATING, answers=rated, by=by, sent_key=key)
    return kept


def _same(written: SessionRecord, held: Held) -> bool:
    """Whether the same was sent a second time: then it is kept already."""
    return (
        written.note == held.note.strip()
        and written.homework == held.homework.strip()
        and written.agenda == [{"id": p, "done": d} for p, d in held.agenda.items()]
        and [w["module"] for w in written.work] == [w["module"] for w in work_to_row(held.work)]
    )


def _read(
    request: HttpRequest, patient: Patient, one: Appointment, written: SessionRecord | None
) -> HttpResponse:
    shown = {
        "patient": patient,
        "row": appointment_row(one, timezone.now()),
        "written": written_session(written) if written else None,
        "earlier": earlier_sessions(patient),
    }
    return render(request, "clinician/session_read.html", shown)


def _appointments() -> QuerySet[Appointment]:
    return Appointment.objects.select_related("with_whom", "session")
