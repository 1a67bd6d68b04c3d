"""Every course of a person, one drawn at a time: forms, and series brought from outside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.formulate.profile import Profile
from openimt.track.course import Course
from openimt.track.measure import Measured
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.series_keeping import take_back_series
from openimt_clinic.clinician.course_view import course_view
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.mapping.courses import course_of, measures_of, phases_of
from openimt_clinic.records.mapping.series import series_course, series_measure
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.series_record import SeriesRecord

DRAWN = Asked(
    lambda: SeriesRecord.objects.filter(patient=Given("patient"), taken_back_at__isnull=True)
)


@patient_page()
@require_safe
def courses(request: HttpRequest, patient: Patient) -> HttpResponse:
    """``?measure=`` says which; without it the one with most readings."""
    plan, catalogue = plan_in_force(patient)
    profile = profile_of(patient, timezone.localdate(), catalogue, plan)
    own = {one.id: one for one in measures_of(patient, profile.assessment)}
    held = {series_measure(row): row for row in DRAWN.all(patient=patient.pk)}
    listed = [*((id_, one.name) for id_, one in own.items())]
    listed += [(id_, row.name) for id_, row in held.items()]
    asked = request.GET.get("measure", "")
    chosen = next((id_ for id_, _name in listed if id_ == asked), listed[0][0] if listed else "")
    course = _drawn(patient, profile, own.get(chosen), held.get(chosen))
    names = {p.value: n for p, n in phase_names(catalogue, patient.therapy).items()}
    may = permissions_for(standing_of(request).user, patient)
    return render(
        request,
        "clinician/courses.html",
        {
            "patient": patient,
            "course": course_view(course, names) if course else None,
            "measures": [(id_, name, id_ == chosen) for id_, name in listed],
            "series": held.get(chosen),
            "table_open": "table" in request.GET,
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


def _drawn(
    patient: Patient, profile: Profile, own: Measured | None, series: SeriesRecord | None
) -> Course | None:
    """The one that was chosen; the others are named alone."""
    if series is not None:
        return series_course(series)
    if own is None:
        return None
    return course_of(patient, profile.assessment, phases_of(patient), own)
