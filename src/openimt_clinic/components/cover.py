"""Gaps in cover before they come: when nobody is on duty, whom to ask, what patients will read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.actions.clock import roster_days
from openimt_clinic.components.clinic_words import Sentence, clinic_says
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.user import User

MOST_GAPS, MOST_TO_ASK = 8, 4


@dataclass(frozen=True)
class Gap:
    """A stretch with nobody on duty. ``ask``: who could be asked, those next to it first.
    ``patients_read``: the clinic's own words for that time."""

    starts_at: datetime
    ends_at: datetime
    ask: tuple[str, ...] = ()
    patients_read: Sentence | str = ""


def gaps(entries: Sequence[OnDuty], start: datetime, end: datetime) -> list[Gap]:
    """The stretches between start and end in which no entry holds; entries begin in order."""
    found, covered = [], start
    for entry in entries:
        if entry.starts_at > covered:
            found.append(Gap(covered, min(entry.starts_at, end)))
        covered = max(covered, entry.ends_at)
    return [*found, Gap(covered, end)] if covered < end else found


def gaps_ahead(clinic: Clinic, now: datetime, ahead: timedelta | None = None) -> tuple[Gap, ...]:
    """The gaps from now on, as far ahead as they are said, with whom to ask about each."""
    end = now + (ahead or roster_days("gaps_said_days"))
    entries = entries_between(clinic, now, end)
    found = gaps(entries, now, end)[:MOST_GAPS]
    if not found:
        return ()
    people, reads = list(clinicians(clinic)), clinic_says(clinic, "out_of_hours")
    return tuple(
        Gap(gap.starts_at, gap.ends_at, whom_to_ask(gap, entries, people), reads) for gap in found
    )


def entries_between(clinic: Clinic, start: datetime, end: datetime) -> list[OnDuty]:
    """The roster's entries that reach into the time, in the order in which they begin."""
    rows = OnDuty.objects.filter(clinic=clinic, ends_at__gt=start, starts_at__lt=end)
    return list(rows.select_related("who", "second").order_by("starts_at"))


def whom_to_ask(gap: Gap, entries: Sequence[OnDuty], people: Sequence[User]) -> tuple[str, ...]:
    """Those whose duty ends or begins at the gap and their second persons, then the others, who
    has least hours first."""
    beside = [one for one in entries if gap.starts_at in _ends(one) or gap.ends_at in _ends(one)]
    near = [user for one in beside for user in (one.second, one.who) if user and user.is_active]
    hours = {user.pk: timedelta() for user in people}
    for one in entries:
        hours[one.who_id] = hours.get(one.who_id, timedelta()) + (one.ends_at - one.starts_at)
    rest = sorted(people, key=lambda user: (hours[user.pk], user.name))
    return tuple(dict.fromkeys(user.name for user in [*near, *rest]))[:MOST_TO_ASK]


def _ends(entry: OnDuty) -> tuple[datetime, datetime]:
    return entry.starts_at, entry.ends_at
