"""The address of the consultation team's agenda."""

from django.urls import path

from openimt_clinic.clinician.dbt import consultation

urlpatterns = [
    path("", consultation.consultation, name="consultation"),
]
