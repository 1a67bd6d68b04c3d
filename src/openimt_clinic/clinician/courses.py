"""Every course of a person, one drawn at a time: forms, and series brought from outside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.track.course import Course
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.series_keeping import take_back_series
from openimt_clinic.clinician.course_view import course_view
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.courses import courses_of, phases_of
from openimt_clinic.records.mapping.series import series_course, series_measure
from openimt_clinic.records.mapping.situations import adopted_plan, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.series_record import SeriesRecord


@patient_page()
@require_safe
def courses(request: HttpRequest, patient: Patient) -> HttpResponse:
    """``?measure=`` says which; without it the one with most readings."""
    held = {series_measure(row): row for row in _held(patient)}
    every = [*_own(patient), *(series_course(row) for row in held.values())]
    asked = request.GET.get("measure", "")
    chosen = next((c for c in every if c.measure == asked), every[0] if every else None)
    names = {p.value: n for p, n in phase_names(catalogue_for(patient), patient.therapy).items()}
    may = permissions_for(standing_of(request).user, patient)
    return render(
        request,
        "clinician/courses.html",
        {
            "patient": patient,
            "course": course_view(chosen, names) if chosen else None,
            "measures": [(c.measure, c.name, c is chosen) for c in every],
            "series": held.get(chosen.measure) if chosen else None,
            "may_write": Permission.ASSESS in may,
        },
    )


@patient_page(write=Permission.ASSESS)
def drop_series(request: HttpRequest, patient: Patient, series_id: UUID) -> HttpResponse:
    """The series was brought by mistake: it is no longer drawn."""
    kept = get_object_or_404(
        SeriesRecord, pk=series_id, patient=patient, taken_back_at__isnull=True
    )
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    take_back_series(series=kept, by=standing_of(request).user)
    messages.success(request, _("The series is no longer drawn."))
    return redirect("clinician:courses", patient.pk)


def _own(patient: Patient) -> tuple[Course, ...]:
    catalogue, today = catalogue_for(patient), timezone.localdate()
    profile = profile_of(patient, today, catalogue, adopted_plan(patient))
    return courses_of(patient, profile.assessment, phases_of(patient))


def _held(patient: Patient) -> list[SeriesRecord]:
    return list(SeriesRecord.objects.filter(patient=patient, taken_back_at__isnull=True))
