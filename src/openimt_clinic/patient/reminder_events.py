"""Reminders for the own calendar: the agreed hours ahead, with nothing of what they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from openimt.deliver.prompts.because import Because
from openimt.deliver.prompts.schedule import Way
from openimt_clinic.records.mapping.prompts import in_force, wanted_of, zone_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt import Prompt, PromptState


@dataclass(frozen=True)
class ReminderEvent:
    """``uid`` stays when it is moved. Both moments by the person's own clock."""

    uid: str
    starts_at: datetime
    ends_at: datetime


def reminders_as_events(patient: Patient, now: datetime) -> Iterator[ReminderEvent]:
    """What is planned from now on at agreed hours; what chance or an event brings is no date."""
    version = in_force(patient)
    schedules = wanted_of(version).schedules if version else ()
    fixed = [one.id for one in schedules if one.way is Way.FIXED]
    rows = Prompt.objects.filter(
        patient=patient, row__in=fixed, state=PromptState.PLANNED.value, try_at__gte=now
    ).exclude(because=Because.LATER.value)
    zone = zone_of(patient)
    for row in rows.order_by("due_at"):
        at = row.due_at.astimezone(zone)
        yield ReminderEvent(str(row.pk), at, at + timedelta(minutes=5))
