"""The first doors: where signing in leads, the numbers for everyone, and a sign of life."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.last_numbers import remember
from openimt_clinic.records.clinic import Clinic


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To one's own path, to the caseload, or, for who has neither, to a plain welcome."""
    standing: Standing | None = request.standing  # type: ignore[attr-defined]
    if standing and standing.is_patient:
        return redirect("patient:home")
    if standing and standing.may(Permission.SEE_CASELOAD):
        return redirect("clinician:caseload")
    if standing and standing.may(Permission.READ_CATALOGUE):
        return redirect("clinician:catalogue")
    return render(request, "front/welcome.html")


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Whom to call now. No sign-in, no form, no script."""
    clinics = list(Clinic.objects.order_by("name"))
    for clinic in clinics:
        remember(clinic)
    return render(request, "front/numbers.html", {"clinics": clinics})


@require_safe
def clinic_numbers(request: HttpRequest, clinic_id: UUID) -> HttpResponse:
    """The same for one clinic: the address that it gives to its patients."""
    clinic = get_object_or_404(Clinic, pk=clinic_id)
    return render(request, "front/numbers.html", {"clinics": [clinic]})


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """For whoever watches the service: the web answers, and so does the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("alive\n", content_type="text/plain")
