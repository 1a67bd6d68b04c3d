"""Putting work into the queue, in the transaction of what it is about.

Jobs are named, not imported: they do what actions do, and actions put them here.
"""

from procrastinate.contrib.django import app

from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User

TELL = "tell"
TELL_OF_THE_DOOR = "tell_of_the_door"
ALERTS = "alerts"


def tell_later(alert: AlertCase, whom: User) -> None:
    """Writes a message to this person as soon as the worker is free."""
    job = app.configure_task(TELL, queue=ALERTS)
    job.defer(clinic=str(alert.clinic_id), alert=str(alert.pk), whom=str(whom.pk))


def tell_of_the_door_later(alert: ReferralAlert, whom: User) -> None:
    """As ``tell_later``, of somebody who is nobody's patient yet."""
    job = app.configure_task(TELL_OF_THE_DOOR, queue=ALERTS)
    job.defer(clinic=str(alert.clinic_id), alert=str(alert.pk), whom=str(whom.pk))
