"""Everything that is written and kept about a person, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.clinician.work_parts import rows_by_area
from openimt_clinic.records.patient import Patient


@patient_page()
@require_safe
def work(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The index: what there is, how it stands, and what waits."""
    shown = {"patient": patient, "areas": rows_by_area(patient, standing_of(request).user)}
    return render(request, "clinician/work.html", shown)
