"""What the page about sharing says: people, choices, devices, and who has looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.audit.log import READING
from openimt_clinic.audit.who import names_of
from openimt_clinic.patient.form import patient_forms
from openimt_clinic.phone_numbers import phone_number
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.mapping.sharing import latest_choice
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.sharing_choice import Shares

LOOKED_BACK = timedelta(days=phone_number("opened.days"))


@dataclass(frozen=True)
class Words:
    """What is decided, in words. ``page``: where more of it is set up, by name."""

    name: str | Promise
    says: str | Promise
    page: str = ""


WORDS: Mapping[Shares, Words] = {
    Shares.MOMENTS: Words(
        _("My moments"),
        _("What you write in a hard moment. You can still choose for each one."),
    ),
    Shares.PLAN_OPENED: Words(
        _("When I open my safety plan"),
        _("Those who treat you find a short note. It sets off no alarm."),
    ),
    Shares.PUSH: Words(
        _("Reminders on my phone"),
        _(
            "They go through the service of whoever made your browser. They are locked, so nobody "
            "there can read them. The text says nothing about you."
        ),
        "patient:reminders",
    ),
    Shares.EMAIL: Words(
        _("Reminders by mail"),
        _("A short mail with nothing about you in it. It goes to the address you sign in with."),
        "patient:reminders",
    ),
    Shares.CALENDAR: Words(
        _("My appointments and reminders in my calendar"),
        _("Your calendar gets day and hour, with the clinic’s short name and no more."),
        "patient:appointments",
    ),
}


@dataclass(frozen=True)
class Choice:
    """A choice as it holds. ``since`` None: nothing was decided yet, which is a *no*."""

    what: str
    words: Words
    agreed: bool
    since: datetime | None
    url: str


def choices_of(patient: Patient) -> list[Choice]:
    """Everything that can be decided, in order."""
    return [_choice(patient, what, words) for what, words in WORDS.items()]


def _choice(patient: Patient, what: Shares, words: Words) -> Choice:
    holds = latest_choice(patient, what)
    url = reverse(words.page) if words.page else ""
    if holds is None:
        return Choice(what.value, words, agreed=False, since=None, url=url)
    return Choice(what.value, words, holds.agreed, holds.since, url)


def readers(patient: Patient) -> list[tuple[str, bool, date]]:
    """Everybody who may read: the name, whether they treat, since when."""
    rows = CareRelation.objects.filter(patient=patient, until__isnull=True)
    people = rows.select_related("user").order_by("-kind", "since")
    return [(one.user.name, one.kind == CareKind.TREATING.value, one.since) for one in people]


def devices_of(patient: Patient) -> list[PhoneDevice]:
    """The phones and browsers that the person has called their own."""
    return list(PhoneDevice.objects.filter(patient=patient, ended_at__isnull=True))


def kept_back(patient: Patient) -> list[tuple[str, datetime]]:
    """What the person keeps to themselves: the name of the form, and when."""
    forms, language = patient_forms(), get_language() or "en"
    rows = AnswerSet.objects.filter(
        patient=patient, state=AnswerState.COMPLETE.value, shared=False, instrument__in=list(forms)
    )
    return [(forms[row.instrument].title(language), row.given_at) for row in rows[:30]]


def opened(patient: Patient) -> list[tuple[date, list[str]]]:
    """Who of the clinic has opened the record lately: names by day, the latest day first."""
    rows = AuditEvent.objects.filter(
        patient_id=patient.pk, action=READING, at__gte=timezone.now() - LOOKED_BACK
    ).exclude(by_id=patient.account_id)
    seen = [(localdate(at), by) for at, by in rows.order_by("-at").values_list("at", "by_id")]
    names = names_of(by for _, by in seen)
    days: dict[date, dict[str, None]] = {}
    for on, by in seen:
        days.setdefault(on, {})[names[str(by)] if by else ""] = None
    return [(on, [name for name in people if name]) for on, people in days.items()]
