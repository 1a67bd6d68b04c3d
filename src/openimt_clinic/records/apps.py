"""The Django part for the records package."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What the clinic keeps."""

    name = "openimt_clinic.records"
    label = "records"
