"""The jobs themselves. Arguments are ids; what is personal stays in the walled records."""

import logging
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from openimt_clinic.actions.alerting import pass_on
from openimt_clinic.actions.looking import look_at_everybody
from openimt_clinic.audit.log import record
from openimt_clinic.database.wall import inside
from openimt_clinic.jobs.queue import ALERTS, TELL
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User

log = logging.getLogger(__name__)


@app.task(name=TELL, queue=ALERTS, retry=5)
def tell(clinic: str, alert: str, whom: str) -> None:
    """Mails a person that somebody needs them now. The mail names nobody and nothing said."""
    with inside(clinic=clinic):
        case = AlertCase.objects.select_related("patient", "clinic").get(pk=alert)
        person = User.objects.get(pk=whom)
        with translation.override(person.language or case.clinic.language):
            send_mail(
                _("Somebody needs you now"),
                _(
                    "A person in your clinic gave an answer that needs you. "
                    "Sign in and open the alert: %(address)s"
                )
                % {"address": settings.PUBLIC_ADDRESS + reverse("home")},
                None,
                [person.email],
            )
        record("alert.told", by=None, patient=case.patient, alert=case.pk, whom=person.pk)


@app.periodic(cron="* * * * *")
@app.task(queue=ALERTS, queueing_lock="watch_alerts", pass_context=False)
def watch_alerts(timestamp: int) -> int:
    """Every minute: whatever was not acknowledged in time goes to the second person.

    Returns how many were passed on, and leaves a mark that the clock is running.
    """
    now = datetime.fromtimestamp(timestamp, UTC)
    return sum(_watch(clinic, now) for clinic in Clinic.objects.all())


def _watch(clinic: Clinic, now: datetime) -> int:
    with inside(clinic=clinic.pk):
        late = AlertCase.objects.filter(
            due_at__lte=now,
            acknowledged_at__isnull=True,
            closed_at__isnull=True,
            passed_on_at__isnull=True,
        ).exclude(response="enquire")
        passed = [pass_on(alert=case, at=now) for case in late]
        Clinic.objects.filter(pk=clinic.pk).update(clock_seen_at=now)
    for case in passed:
        log.warning("alert %s was passed on: nobody had acknowledged it in time", case.pk)
    return len(passed)


@app.periodic(cron="*/15 * * * *")
@app.task(queue="caseload", queueing_lock="look_again", pass_context=False)
def look_again(timestamp: int) -> int:
    """Works out again who needs someone; soon after midnight, that is everybody in care.

    Returns at how many people it looked.
    """
    now = datetime.fromtimestamp(timestamp, UTC)
    return sum(_look(clinic, now) for clinic in Clinic.objects.all())


def _look(clinic: Clinic, now: datetime) -> int:
    with inside(clinic=clinic.pk):
        return look_at_everybody(clinic, now)
