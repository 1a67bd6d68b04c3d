"""Sending what is due: each prompt is taken by one worker, sent once, and its end is kept."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from openimt.deliver.prompts.because import Because
from openimt_clinic.actions.action import action
from openimt_clinic.actions.prompt_ledger import why_no_more
from openimt_clinic.audit.log import record
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.prompted import Told, told
from openimt_clinic.records.mapping.prompts import clock_of, pauses_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt import Prompt, PromptChannel, PromptState

MOST_AT_ONCE = 50
MOST_ATTEMPTS = 4
FIRST_WAIT = timedelta(minutes=1)
LOST_AFTER = timedelta(minutes=5)
"""A worker that has not said by then what came of it has ended in between."""


@transaction.atomic
def take_due(clinic: Clinic, now: datetime) -> list[Prompt]:
    """What is to be sent now, taken so that no other worker takes it; the rest is dropped with
    its reason. Of several for one person the newest is sent, never a heap.

    The clock's own reading of the ledger, so it writes no event; what is sent has its own.
    """
    _free_lost(clinic, now)
    rows = Prompt.objects.filter(clinic=clinic, state=PromptState.PLANNED.value, try_at__lte=now)
    rows = rows.select_for_update(skip_locked=True, of=("self",)).order_by("-try_at", "key")
    due = list(
        rows.select_related("patient__clinic", "patient__account", "schedule")[:MOST_AT_ONCE]
    )
    stories = told({row.patient for row in due}, now, _zone_of(due))
    lately = _lately(due, now)
    taken = []
    for row in due:
        against = _against(row, stories[row.patient], now)
        if against is None and row.put_off == 0 and row.attempts == 0:
            against = _too_close(row, lately.get(row.patient_id), now)
        if against:
            row.state, row.because = PromptState.DROPPED.value, against.value
        else:
            row.state, row.taken_at = PromptState.SENDING.value, now
            row.attempts += 1
            lately[row.patient_id] = now
            taken.append(row)
    Prompt.objects.bulk_update(due, ["state", "because", "taken_at", "attempts"])
    return taken


@action
def settle_delivered(
    *, prompt: Prompt, channel: PromptChannel, at: datetime, by: None = None
) -> None:
    """It was handed over, which is not yet shown, opened or answered."""
    Prompt.objects.filter(pk=prompt.pk).update(
        state=PromptState.DELIVERED.value, channel=channel.value, delivered_at=at
    )
    record(
        "prompt.delivered", by=by, patient=prompt.patient, prompt=prompt.pk, channel=channel.value
    )


@action
def settle_not_taken(
    *, prompt: Prompt, wait: timedelta | None, at: datetime, by: None = None
) -> bool:
    """Nobody took it: tried again a little later, a few times and within its time, then dropped.

    Returns whether it is tried again.
    """
    again = at + max(wait or timedelta(), FIRST_WAIT * 2 ** (prompt.attempts - 1))
    tried_again = prompt.attempts < MOST_ATTEMPTS and again < prompt.until
    rows = Prompt.objects.filter(pk=prompt.pk)
    if tried_again:
        rows.update(state=PromptState.PLANNED.value, try_at=again)
    else:
        rows.update(state=PromptState.DROPPED.value, because=Because.NOT_TAKEN.value)
    record("prompt.not_taken", by=by, patient=prompt.patient, prompt=prompt.pk, again=tried_again)
    return tried_again


def is_last_attempt(prompt: Prompt, wait: timedelta | None, now: datetime) -> bool:
    """Whether it would not be tried again."""
    again = now + max(wait or timedelta(), FIRST_WAIT * 2 ** (prompt.attempts - 1))
    return prompt.attempts >= MOST_ATTEMPTS or again >= prompt.until


def note_answers(clinic: Clinic, now: datetime) -> int:
    """When what was asked has been answered, by whichever way; returns for how many prompts."""
    open_ones = Prompt.objects.filter(
        clinic=clinic, delivered_at__gte=now - timedelta(days=2), answered_at__isnull=True
    )
    rows = list(open_ones.select_related("patient__clinic", "schedule"))
    stories = told({row.patient for row in rows}, now, _zone_of(rows))
    answered = []
    for row in rows:
        at = stories[row.patient].answered(row.about, row.day, row.key)
        if at:
            row.answered_at = max(at, row.planned_at)
            answered.append(row)
    Prompt.objects.bulk_update(answered, ["answered_at"])
    return len(answered)


def _free_lost(clinic: Clinic, now: datetime) -> None:
    """A browser puts a second message of one name in the place of the first, so a push is sent
    again; a mail would come twice, so it is not."""
    lost = Prompt.objects.filter(
        clinic=clinic, state=PromptState.SENDING.value, taken_at__lte=now - LOST_AFTER
    )
    lost.exclude(channel=PromptChannel.EMAIL.value).update(
        state=PromptState.PLANNED.value, try_at=now
    )
    lost.filter(channel=PromptChannel.EMAIL.value).update(
        state=PromptState.DROPPED.value, because=Because.NOT_TAKEN.value
    )


def _against(row: Prompt, story: Told, now: datetime) -> Because | None:
    """What speaks against sending it now."""
    clock = clock_of(row.schedule)
    if row.patient.ended_on is not None:
        return Because.ENDED
    if not story.is_there(row.about, row.key) or story.answered(row.about, row.day, row.key):
        return why_no_more(row, story)
    if row.until <= now:
        return Because.TOO_LATE
    if any(pause.holds(now) for pause in pauses_of([row.patient], clock.zone)):
        return Because.PAUSED
    return Because.QUIET if clock.quiet.over(now, clock.zone) != now else None


def _too_close(row: Prompt, last: datetime | None, now: datetime) -> Because | None:
    """Half the agreed distance is left for a worker that was busy."""
    half = timedelta(minutes=row.schedule.least_gap) / 2
    return Because.TOO_CLOSE if last is not None and now - last < half else None


def _lately(due: Iterable[Prompt], now: datetime) -> dict[object, datetime]:
    """When each person was last sent something, in the last day."""
    rows = Prompt.objects.filter(
        Q(delivered_at__gte=now - timedelta(days=1))
        | Q(state=PromptState.SENDING.value, taken_at__gte=now - timedelta(days=1)),
        patient__in={row.patient_id for row in due},
    )
    found: dict[object, datetime] = {}
    for patient_id, delivered, taken in rows.values_list("patient_id", "delivered_at", "taken_at"):
        at = delivered or taken
        if at:
            found[patient_id] = max(at, found.get(patient_id, at))
    return found


def _zone_of(rows: Iterable[Prompt]) -> Callable[[Patient], ZoneInfo]:
    zones = {row.patient_id: ZoneInfo(row.schedule.zone) for row in rows}
    return lambda patient: zones[patient.pk]
