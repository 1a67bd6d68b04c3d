"""The assessment: what is known, what it rests on, and what to find out next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.clinician.assessment_queries import found_of
from openimt_clinic.clinician.assessment_view import assessment_view
from openimt_clinic.clinician.open_cases import cases_of
from openimt_clinic.records.patient import Patient


@patient_page()
@require_safe
def assessment(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Scores, needs, capacities, judgements and facts, each with its grounds."""
    view = assessment_view(found_of(patient, timezone.localdate()))
    may = permissions_for(standing_of(request).user, patient)
    return render(
        request,
        "clinician/assessment.html",
        {
            "patient": patient,
            "view": view,
            "cases": cases_of(patient, timezone.now()),
            "may_write": Permission.ASSESS in may,
        },
    )
