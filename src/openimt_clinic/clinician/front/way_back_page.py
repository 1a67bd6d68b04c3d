"""Somebody comes back: found by name or code, and in care again with one press."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.back_door.coming_back import come_back
from openimt_clinic.clinician.caseload_queries import named
from openimt_clinic.clinician.front.referral_forms import TreatedByForm
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out

FEWEST, MOST, LONGEST = 2, 20, 60


@clinic_page(Permission.ENROL)
@require_safe
def way_back(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Name, code and the day of the end alone: nothing of a record is shown here."""
    search = request.GET.get("search", "").strip()[:LONGEST]
    ended = Patient.objects.filter(clinic=standing.clinic, ended_on__isnull=False)
    found = named(ended, search)[:MOST] if len(search) >= FEWEST else ()
    context = {"search": search, "found": found, "too_short": 0 < len(search) < FEWEST}
    return render(request, "clinician/front/way_back.html", context)


@clinic_page(Permission.ENROL)
def take_up(request: HttpRequest, standing: Standing, patient_id: UUID) -> HttpResponse:
    """Who treats from today, and the course goes on as a new one."""
    ended = Patient.objects.filter(clinic=standing.clinic, ended_on__isnull=False)
    patient = get_object_or_404(
        Patient.objects.filter(clinic=standing.clinic) if request.method == "POST" else ended,
        pk=patient_id,
    )
    initial = {"treated_by": str(standing.user.pk)}
    form = TreatedByForm(standing.clinic, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = carried_out(
            form,
            lambda: come_back(
                patient=patient,
                on=timezone.localdate(),
                treated_by=form.cleaned_data["treated_by"],
                by=standing.user,
            ),
        )
        if kept is not None:
            messages.success(request, _("In care again. The plan begins with the assessment."))
            return _there(standing, kept)
    return render(request, "clinician/front/take_up.html", {"patient_back": patient, "form": form})


def _there(standing: Standing, patient: Patient) -> HttpResponse:
    if Permission.READ_RECORD in permissions_for(standing.user, patient):
        return redirect("clinician:patient", patient.pk)
    return redirect("clinician:front_door")
