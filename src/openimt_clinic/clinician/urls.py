"""The addresses of these pages."""

from django.urls import path

from openimt_clinic.clinician import caseload

app_name = "clinician"
urlpatterns = [path("caseload/", caseload.caseload, name="caseload")]
