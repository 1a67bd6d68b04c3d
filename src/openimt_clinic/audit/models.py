"""Where Django looks for the log."""

from openimt_clinic.audit.event import AuditEvent

__all__ = ["AuditEvent"]
