"""What the phone offers of the story, where the person is and at this hour."""

from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt.deliver.story.pacing import Asks, Where, asks, closed_now, is_open, pacing
from openimt.deliver.story.release import is_released
from openimt.deliver.story.shapes import KINDS
from openimt_clinic.components.story.kept import Kept
from openimt_clinic.records.mapping.releases import releases_of
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.mapping.story import hindrances, is_session_day
from openimt_clinic.records.patient import Patient


def where_is(patient: Patient, now: datetime) -> Where:
    """The phase the person is in, and whether their therapy is bound to it."""
    plan, catalogue = plan_in_force(patient)
    bound = catalogue.therapy(patient.therapy).binds_phases
    day = now.astimezone(_zone(patient)).date()
    return Where(profile_of(patient, day, catalogue, plan).phase, bound)


def open_doors(patient: Patient, now: datetime) -> Mapping[str, bool]:
    """Which kinds the phone offers anew."""
    where = where_is(patient, now)
    return {kind: is_open(kind, where) for kind in KINDS}


def asked_of(patient: Patient, one: Kept) -> Asks:
    """What the phone asks of an entry now."""
    now = timezone.now()
    opened = one.tone in pacing().title_only and is_opened(patient, one, now)
    return asks(one.kind, one.tone, where_is(patient, now), _clock(patient, now), opened=opened)


def is_opened(patient: Patient, one: Kept, now: datetime) -> bool:
    """Whether a hard entry may be asked more of: a release stands for this entry, it is the day
    of a session, and nothing stands in the way. The gate is asked anew each time."""
    day = now.astimezone(_zone(patient)).date()
    return (
        is_released(str(one.document.pk), releases_of(patient), day)
        and is_session_day(patient, day)
        and not hindrances(patient, day)
    )


def is_closed(patient: Patient, one: Kept) -> bool:
    """Whether its words are folded away for the night."""
    return closed_now(one.tone, _clock(patient, timezone.now()))


def _clock(patient: Patient, now: datetime) -> time:
    return now.astimezone(_zone(patient)).time()


def _zone(patient: Patient) -> ZoneInfo:
    return ZoneInfo(patient.clinic.time_zone)
