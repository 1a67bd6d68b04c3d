"""The Django part for the clinician's pages."""

from django.apps import AppConfig


class ClinicianConfig(AppConfig):
    """The clinician's pages."""

    name = "openimt_clinic.clinician"
    label = "clinician"
