"""The jobs themselves. Arguments are ids; what is personal stays in the walled records."""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from openimt_clinic.actions.alerting import pass_on
from openimt_clinic.actions.front_door.door_alerts import pass_on_at_the_door
from openimt_clinic.actions.looking import look_at_everybody
from openimt_clinic.audit.log import record
from openimt_clinic.database.wall import inside
from openimt_clinic.jobs.queue import ALERTS, TELL, TELL_OF_THE_DOOR
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User

log = logging.getLogger(__name__)
Case = TypeVar("Case", AlertCase, ReferralAlert)


@app.task(name=TELL, queue=ALERTS, retry=5)
def tell(clinic: str, alert: str, whom: str) -> None:
    """Mails a person that somebody needs them now. The mail names nobody and nothing said."""
    with inside(clinic=clinic):
        case = AlertCase.objects.select_related("patient", "clinic").get(pk=alert)
        person = User.objects.get(pk=whom)
        _mail(person, case.clinic)
        record("alert.told", by=None, patient=case.patient, alert=case.pk, whom=person.pk)


@app.task(name=TELL_OF_THE_DOOR, queue=ALERTS, retry=5)
def tell_of_the_door(clinic: str, alert: str, whom: str) -> None:
    """The same mail, of somebody at the front door."""
    with inside(clinic=clinic):
        said = ReferralAlert.objects.select_related("clinic").get(pk=alert)
        person = User.objects.get(pk=whom)
        _mail(person, said.clinic)
        record("referral_alert.told", by=None, clinic=said.clinic, alert=said.pk, whom=person.pk)


def _mail(person: User, clinic: Clinic) -> None:
    with translation.override(person.language or clinic.language):
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
        late = Q(
            due_at__lte=now,
            acknowledged_at__isnull=True,
            closed_at__isnull=True,
            passed_on_at__isnull=True,
        )
        cases = AlertCase.objects.filter(late).exclude(response="enquire")
        passed = _each(cases, lambda case: pass_on(alert=case, at=now))
        doors = ReferralAlert.objects.filter(late)
        passed += _each(doors, lambda one: pass_on_at_the_door(alert=one, at=now))
        Clinic.objects.filter(pk=clinic.pk).update(clock_seen_at=now)
    for key in passed:
        log.warning("alert %s was passed on: nobody had acknowledged it in time", key)
    return len(passed)


def _each(cases: Iterable[Case], act: Callable[[Case], object]) -> list[UUID]:
    """The keys of those that were passed on. One that cannot be stops no other; it stays due, and
    the log names it again every minute until somebody has mended it."""
    passed: list[UUID] = []
    for case in cases:
        try:
            act(case)
        except Exception as error:  # noqa: BLE001 - one alert's mistake must not stop the others
            # Its kind alone, no trace: the words of a mistake may hold what a person wrote.
            log.error("alert %s not passed on: %s", case.pk, type(error).__name__)  # noqa: TRY400
        else:
            passed.append(case.pk)
    return passed


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
