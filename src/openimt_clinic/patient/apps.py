"""The Django part for the patient package."""

from django.apps import AppConfig


class PatientConfig(AppConfig):
    """The patient's own pages."""

    name = "openimt_clinic.patient"
    label = "patient"
