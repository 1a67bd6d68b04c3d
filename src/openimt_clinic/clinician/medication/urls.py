"""The addresses of one person's medicines."""

from django.urls import path

from openimt_clinic.clinician.medication import pages

urlpatterns = [
    path("", pages.medication, name="medication"),
    path("new/", pages.new_medicine, name="new_medicine"),
    path("<uuid:medicine_id>/", pages.one_medicine, name="medicine"),
    path("effect/<uuid:effect_id>/told/", pages.told_prescriber, name="told_prescriber"),
]
