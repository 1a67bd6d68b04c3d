"""Writing down one finding: a page with one form, and the two small buttons beside findings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.assessing import review_event, withdraw_diagnosis
from openimt_clinic.clinician.finding_kinds import KINDS
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out

SENDS = ("POST",)
FROM_ADDRESS = ("target", "capacity", "module", "criterion", "kind")
"""Choices that a link may make beforehand, such as which capacity is asked about."""


@patient_page(write=Permission.ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, patient: Patient, what: str) -> HttpResponse:
    """One form; afterwards back to the assessment."""
    if what not in KINDS:
        raise Http404
    kind = KINDS[what]
    form = kind.form(patient, request.POST or None, initial=_initial(request, patient, what))
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, standing_of(request).user
        kept = carried_out(form, lambda: kind.keep(patient, given, by, timezone.localdate()))
        if kept is not None:
            messages.success(request, _("Written down."))
            return redirect("clinician:assessment", patient.pk)
    return render(
        request, "clinician/finding.html", {"patient": patient, "kind": kind, "form": form}
    )


@patient_page(write=Permission.KEEP_SAFE)
def look_at_event(request: HttpRequest, patient: Patient, event_id: UUID) -> HttpResponse:
    """This clinician has looked at the fact."""
    event = get_object_or_404(ClinicalEvent, pk=event_id, patient=patient)
    if request.method != "POST":
        return HttpResponseNotAllowed(SENDS)
    review_event(event=event, by=standing_of(request).user)
    messages.success(request, _("Kept: you have looked at it."))
    return redirect("clinician:assessment", patient.pk)


@patient_page(write=Permission.ASSESS)
def take_back_diagnosis(request: HttpRequest, patient: Patient, diagnosis_id: UUID) -> HttpResponse:
    """The diagnosis no longer holds; it stays in the record with this day."""
    held = get_object_or_404(DiagnosisRecord, pk=diagnosis_id, patient=patient)
    if request.method != "POST":
        return HttpResponseNotAllowed(SENDS)
    withdraw_diagnosis(diagnosis=held, on=timezone.localdate(), by=standing_of(request).user)
    messages.success(request, _("The diagnosis no longer holds from today."))
    return redirect("clinician:assessment", patient.pk)


def _initial(request: HttpRequest, patient: Patient, what: str) -> dict[str, Any]:
    """What a link chose; for resilience what was written before, to go on from."""
    chosen: dict[str, Any] = {k: request.GET[k] for k in FROM_ADDRESS if k in request.GET}
    if what == "resilience":
        held = assessment_of(patient, timezone.localdate()).resilience
        lists = {name: getattr(held, name) for name in ("skills", "supports", "strengths", "roles")}
        chosen |= {name: "\n".join(lines) for name, lines in lists.items()}
    return chosen
