"""The routing table: what happens for each answer, for all staff to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.safety.routing import routes


@clinic_page(Permission.SEE_CASELOAD)
@require_safe
def routing(request: HttpRequest, standing: Standing) -> HttpResponse:
    """One card for each response, the most urgent first."""
    context = {"routes": routes(standing.clinic, timezone.now())}
    return render(request, "clinician/safety/routing.html", context)
