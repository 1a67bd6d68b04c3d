"""The patient's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.records.patient import Patient


@my_page
@require_safe
def start(request: HttpRequest, patient: Patient) -> HttpResponse:
    return render(request, "patient/home.html", {"patient": patient})
