"""By when a worrying answer has to have been seen, and by whom: the clinic's numbers, as data."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openimt.terms import Response
from openimt_clinic.records.clinic import Clinic

FILE = Path(__file__).parent.parent / "response.toml"
SATURDAY = 5


@dataclass(frozen=True)
class Clock:
    """``minutes`` from now, or ``working_days`` from today at ``hour``; who is told first."""

    minutes: int | None
    working_days: int
    hour: int
    to_on_duty: bool
    passes_on: bool

    def due(self, at: datetime, zone: ZoneInfo) -> datetime:
        """When an answer that came in at this moment must have been acknowledged."""
        if self.minutes is not None:
            return at + timedelta(minutes=self.minutes)
        day = at.astimezone(zone).date()
        for _ in range(self.working_days):
            day += timedelta(days=1)
            while day.weekday() >= SATURDAY:
                day += timedelta(days=1)
        return datetime.combine(day, time(self.hour), tzinfo=zone)


@cache
def packaged() -> dict[str, Any]:
    """The numbers that hold until a clinic has signed its own."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def clock_of(clinic: Clinic, response: Response) -> Clock:
    """The clinic's clock for a response; its own minutes go before the packaged ones."""
    data = packaged()[response.value]
    minutes = clinic.clock.get(response.value, data.get("minutes"))
    return Clock(
        minutes=int(minutes) if minutes is not None else None,
        working_days=int(data.get("working_days", 0)),
        hour=int(data.get("hour", 0)),
        to_on_duty=data["owner"] == "on_duty",
        passes_on=bool(data["passes_on"]),
    )


def old_after() -> timedelta:
    """From this age on, an answer in a file is asked about, not alarmed about."""
    return timedelta(days=packaged()["import"]["old_after_days"])


def roster_days(name: str) -> timedelta:
    """A number of days of the roster: ``gaps_said_days`` ahead, or ``longest_days`` of a duty."""
    return timedelta(days=packaged()["roster"][name])


def sheet_offered_after() -> timedelta:
    """So long after the last sheet for downtime the next one is offered."""
    return timedelta(hours=packaged()["downtime"]["offered_after_hours"])
