"""Whose course is being stored, and when things happened by the clinic's clock."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

JUST_NOW = timedelta(minutes=20)
"""What was given today was given so long before the demo was filled."""


@dataclass(frozen=True)
class Keeping:
    """``account``: the person's own log-in, if they have one. ``now``: when the demo is filled."""

    patient: Patient
    treating: User
    account: User | None
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.patient.clinic.time_zone)

    @property
    def person(self) -> User:
        """Who gave the answers, or wrote them down for the person."""
        return self.account or self.treating

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """The moment on that day; never later than shortly before now, and never another day."""
        said = datetime.combine(day, time(hour, minute), tzinfo=self.zone)
        midnight = datetime.combine(day, time(), tzinfo=self.zone)
        return max(midnight, min(said, self.now.astimezone(self.zone) - JUST_NOW))

    def fields(self, **more: Any) -> dict[str, Any]:
        """What every record of this person says."""
        return {"clinic_id": self.patient.clinic_id, "patient": self.patient, **more}

    def number(self, which: int) -> str:
        """A telephone number that is nobody's: 030 555 01 is kept free for stories."""
        seed = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.patient.code}/{which}").int
        return f"030 555 01{seed % 90 + 10}"
