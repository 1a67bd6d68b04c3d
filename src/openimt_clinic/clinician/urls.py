"""The addresses of these pages."""

from django.urls import path

from openimt_clinic.clinician import caseload, gallery, patient_home

app_name = "clinician"
urlpatterns = [
    path("caseload/", caseload.caseload, name="caseload"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("patient/<uuid:patient_id>/", patient_home.patient_home, name="patient"),
]
