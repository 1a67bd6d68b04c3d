"""The Django part for the audit package."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The event log."""

    name = "openimt_clinic.audit"
    label = "audit"
