"""Putting work into the queue, in the transaction of what it is about."""

from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.user import User


def tell_later(alert: AlertCase, whom: User) -> None:
    """Writes a message to this person as soon as the worker is free."""
    from openimt_clinic.jobs.tasks import tell

    tell.defer(clinic=str(alert.clinic_id), alert=str(alert.pk), whom=str(whom.pk))
