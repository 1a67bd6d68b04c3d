"""Each minute: plan for whom something is new, send what is due, note what was answered."""

import logging
import time
from datetime import UTC, datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from openimt_clinic.actions.prompt_ledger import plan_waiting
from openimt_clinic.actions.prompt_moments import Token
from openimt_clinic.actions.prompt_sending import (
    is_last_attempt,
    note_answers,
    settle_delivered,
    settle_not_taken,
    take_due,
)
from openimt_clinic.actions.push_addresses import end_address, has_agreed
from openimt_clinic.database.wall import inside
from openimt_clinic.pushing.sending import Answer, Browser, Outcome, push
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.prompt import Prompt, PromptChannel
from openimt_clinic.records.push_address import AddressEnd, PushAddress
from openimt_clinic.records.sharing_choice import Shares

log = logging.getLogger(__name__)
PROMPTS = "prompts"
A_RUN = 45.0
"""Seconds after which the next minute goes on; a silent push service must not hold up the clock."""
ENDS = {Outcome.GONE: AddressEnd.GONE, Outcome.REFUSED: AddressEnd.REFUSED}


@app.periodic(cron="* * * * *")
@app.task(queue=PROMPTS, queueing_lock="send_prompts", lock="send_prompts", pass_context=False)
def send_prompts(timestamp: int) -> int:
    """Returns how many were handed over, and leaves a mark that reminders are sent."""
    now = datetime.fromtimestamp(timestamp, UTC)
    return sum(_send(clinic, now) for clinic in Clinic.objects.all())


def _send(clinic: Clinic, now: datetime) -> int:
    with inside(clinic=clinic.pk):
        plan_waiting(clinic, now)
        note_answers(clinic, now)
        sent, deadline = 0, time.monotonic() + A_RUN
        while time.monotonic() < deadline and (taken := take_due(clinic, now)):
            sent += sum(deliver(prompt, now) for prompt in taken)
        Clinic.objects.filter(pk=clinic.pk).update(prompts_seen_at=timezone.now())
    if sent:
        log.info("%d reminders were handed over", sent)
    return sent


def deliver(prompt: Prompt, now: datetime) -> bool:
    """By push where the person takes it, else by mail where they agreed, else in the app alone."""
    wait: timedelta | None = None
    addresses = _addresses(prompt)
    answers = [_pushed(prompt, address, now) for address in addresses]
    if any(answer.outcome is Outcome.TAKEN for answer in answers):
        return _done(prompt, PromptChannel.PUSH, now)
    again = [answer for answer in answers if answer.outcome is Outcome.AGAIN]
    if again:
        wait = max((answer.wait or timedelta() for answer in again), default=None)
        if not is_last_attempt(prompt, wait, now):
            settle_not_taken(prompt=prompt, wait=wait, at=now)
            return False
    if _mail_agreed(prompt):
        return _mailed(prompt, now)
    if again:
        settle_not_taken(prompt=prompt, wait=wait, at=now)
        return False
    return _done(prompt, PromptChannel.APP, now)


def _addresses(prompt: Prompt) -> list[PushAddress]:
    if not settings.VAPID_KEY or not has_agreed(prompt.patient, Shares.PUSH):
        return []
    return list(PushAddress.objects.filter(patient=prompt.patient_id, ended_at__isnull=True))


def _pushed(prompt: Prompt, address: PushAddress, now: datetime) -> Answer:
    browser = Browser(address.endpoint, address.p256dh, address.auth)
    answer = push(
        browser, message_of(prompt), name=str(prompt.pk), lives=prompt.until - now, now=now
    )
    if answer.outcome in ENDS:
        end_address(address=address, why=ENDS[answer.outcome], at=now)
        log.info("a push address ended: %s", answer.outcome.value)
    elif answer.outcome is Outcome.TAKEN:
        PushAddress.objects.filter(pk=address.pk).update(delivered_at=now)
    return answer


def message_of(prompt: Prompt) -> dict[str, str]:
    """What the phone is told: nothing of what it is about. The worker of the phone shows it."""
    clinic = prompt.patient.clinic
    with translation.override(language_of(prompt)):
        return {
            "title": clinic.patient_name,
            "body": _("There is something for you, when you like."),
            "open_label": _("Open"),
            "later_label": _("Later"),
            "tag": str(prompt.pk),
            "open": reverse("patient:open_reminder", args=[prompt.pk]),
            "report": reverse("patient:report_reminder"),
            "token": Token(str(clinic.pk), str(prompt.pk)).signed(),
        }


def language_of(prompt: Prompt) -> str:
    """The person's own language, else the clinic's."""
    account = prompt.patient.account
    chosen = account.language if account else ""
    return chosen or prompt.patient.language or prompt.patient.clinic.language


def _mail_agreed(prompt: Prompt) -> bool:
    account = prompt.patient.account
    usable = account is not None and account.is_active and bool(account.email)
    return usable and has_agreed(prompt.patient, Shares.EMAIL)


def _mailed(prompt: Prompt, now: datetime) -> bool:
    account = prompt.patient.account
    Prompt.objects.filter(pk=prompt.pk).update(channel=PromptChannel.EMAIL.value)
    with translation.override(language_of(prompt)):
        says = _("There is something for you, when you like.")
        address = settings.PUBLIC_ADDRESS + reverse("patient:open_reminder", args=[prompt.pk])
        less = settings.PUBLIC_ADDRESS + reverse("patient:reminders")
        body = _("%(says)s\n\n%(address)s\n\nFewer of these, or none: %(less)s") % {
            "says": says,
            "address": address,
            "less": less,
        }
        try:
            send_mail(prompt.patient.clinic.patient_name, body, None, [account.email])  # type: ignore[union-attr]
        except (SMTPException, OSError):
            # The mail server did not take it, so nothing was sent, and it can be tried again.
            Prompt.objects.filter(pk=prompt.pk).update(channel="")
            settle_not_taken(prompt=prompt, wait=None, at=now)
            return False
    return _done(prompt, PromptChannel.EMAIL, now)


def _done(prompt: Prompt, channel: PromptChannel, now: datetime) -> bool:
    settle_delivered(prompt=prompt, channel=channel, at=now)
    return channel is not PromptChannel.APP
