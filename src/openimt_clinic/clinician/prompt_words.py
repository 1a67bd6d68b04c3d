"""The ledger of prompts in words for staff: planned, handed over, shown, opened, answered, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.prompts.because import Because
from openimt.deliver.prompts.days import burst_of
from openimt_clinic.actions.prompt_ledger import RENEWED_AFTER
from openimt_clinic.clinician.prompt_forms import ABOUT
from openimt_clinic.page_context import prompts_are_silent
from openimt_clinic.records.mapping.prompts import in_force, wanted_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt import Prompt, PromptState
from openimt_clinic.records.push_address import PushAddress

WHY: dict[Because, str | Promise] = {
    Because.AGREED: gettext_lazy("as agreed"),
    Because.LATER: gettext_lazy("put off by the person"),
    Because.QUIET_FIRST: gettext_lazy("waited for the end of quiet hours"),
    Because.CLOCK_CHANGE: gettext_lazy("its hour was skipped by the clocks that night"),
    Because.SPACED: gettext_lazy("moved in its window to keep the distance"),
    Because.QUIET: gettext_lazy("not sent: quiet hours"),
    Because.PAUSED: gettext_lazy("not sent: a pause"),
    Because.DAY_FULL: gettext_lazy("not sent: the day's limit"),
    Because.WEEK_FULL: gettext_lazy("not sent: the week's limit"),
    Because.TOO_CLOSE: gettext_lazy("not sent: too close to another"),
    Because.ANSWERED: gettext_lazy("not sent: answered already"),
    Because.GONE: gettext_lazy("not sent: what it was about is gone"),
    Because.CHANGED: gettext_lazy("not sent: the schedule was changed"),
    Because.TOO_LATE: gettext_lazy("not sent: our sender was down past its window"),
    Because.NOT_TAKEN: gettext_lazy("not sent: no push service or mail server took it"),
    Because.ENDED: gettext_lazy("not sent: the course has ended"),
}
STATES: dict[str, str | Promise] = {
    PromptState.PLANNED.value: gettext_lazy("planned"),
    PromptState.SENDING.value: gettext_lazy("being sent"),
    PromptState.DELIVERED.value: gettext_lazy("handed over"),
    PromptState.DROPPED.value: gettext_lazy("dropped"),
}
SILENT_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class LedgerRow:
    """One prompt; each moment stands by itself, and an empty one is not known."""

    due: datetime
    about: str
    state: str
    why: str
    channel: str
    delivered: datetime | None
    shown: datetime | None
    opened: datetime | None
    answered: datetime | None
    waits: bool


def ledger(prompts: Iterable[Prompt], zone: ZoneInfo) -> list[LedgerRow]:
    """The rows as they are printed, by the person's clock."""
    return [_row(one, zone) for one in prompts]


def _row(one: Prompt, zone: ZoneInfo) -> LedgerRow:
    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(zone) if at else None

    return LedgerRow(
        due=one.try_at.astimezone(zone),
        about=about_words(one.about),
        state=str(STATES[one.state]),
        why=str(WHY[Because(one.because)]),
        channel=one.channel,
        delivered=local(one.delivered_at),
        shown=local(one.shown_at),
        opened=local(one.opened_at),
        answered=local(one.answered_at),
        waits=one.state in {PromptState.PLANNED.value, PromptState.SENDING.value},
    )


def about_words(about: str) -> str:
    """What a prompt is about."""
    return str(dict(ABOUT).get(about, about))


def troubles(patient: Patient, now: datetime) -> list[str]:
    """What keeps reminders from coming, so that nobody has to notice it by chance."""
    version = in_force(patient)
    if version is None or not version.rows:
        return []
    found = []
    if prompts_are_silent(patient.clinic):
        found.append(_("The sender of reminders is not running. Nothing is sent until it is."))
    if version.planned_at is None or now - version.planned_at > 2 * RENEWED_AFTER:
        found.append(_("Nothing was planned ahead for more than a day."))
    if PushAddress.objects.filter(patient=patient, ended_at__isnull=False, seen_at=None).exists():
        found.append(_("A phone of theirs takes no reminders any more; they have not seen it yet."))
    return found + _unheard(patient, now) + _bursts(patient, now)


def _unheard(patient: Patient, now: datetime) -> list[str]:
    lately = Prompt.objects.filter(patient=patient, due_at__gte=now - SILENT_AFTER, due_at__lte=now)
    lost = lately.filter(because__in=(Because.NOT_TAKEN.value, Because.TOO_LATE.value)).count()
    if not lost or lately.filter(state=PromptState.DELIVERED.value).exists():
        return []
    return [_("In the last three days nothing reached them; %(n)d were tried.") % {"n": lost}]


def _bursts(patient: Patient, now: datetime) -> list[str]:
    """A burst that has begun, and of which nothing was handed over."""
    version = in_force(patient)
    if version is None:
        return []
    today = now.astimezone(ZoneInfo(version.zone)).date()
    found = []
    for one in wanted_of(version).schedules:
        span = burst_of(one, today)
        if span is None or span[0] == today:
            continue
        rows = Prompt.objects.filter(patient=patient, row=one.id, day__range=span)
        if not rows.filter(delivered_at__isnull=False).exists():
            says = _("The burst that began on %(day)s: nothing was handed over so far.")
            found.append(says % {"day": span[0].isoformat()})
    return found
