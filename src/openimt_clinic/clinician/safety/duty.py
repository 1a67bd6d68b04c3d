"""Who is on duty now and who would be second; when nobody is, who is told instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openimt_clinic.actions.telling import (
    on_duty,
    rostered_at,
    team_leads,
    there_and_away,
)
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


@dataclass(frozen=True)
class Duty:
    """``who`` empty: nobody is on duty. ``instead``: who is told then, in this order."""

    who: str
    second: str
    until: datetime | None
    instead: tuple[str, ...]


def duty_now(clinic: Clinic, at: datetime, patient: Patient | None = None) -> Duty:
    """The roster's word for the moment, and what holds without it. Who is named there and could
    not act any more is not on duty."""
    entry, rostered = on_duty(clinic, at), rostered_at(clinic, at)
    there = there_and_away(patient, at)[0] if patient else []
    others = [*there, *team_leads(clinic)]
    if entry is None or not rostered:
        return Duty("", "", None, _names(others))
    first, then = rostered[0], [*rostered[1:], *(one for one in others if one not in rostered)]
    return Duty(first.name, _first(then), entry.ends_at, _names(others))


def _names(users: Sequence[User]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(user.name for user in users))


def _first(users: Sequence[User]) -> str:
    return users[0].name if users else ""
