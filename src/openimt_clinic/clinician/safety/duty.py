"""Who is on duty now and who would be second; when nobody is, who is told instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openimt_clinic.actions.telling import on_duty, team_leads, treating
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
    """The roster's word for the moment, and what holds without it."""
    entry = on_duty(clinic, at)
    others = [*(treating(patient) if patient else ()), *team_leads(clinic)]
    if entry is None:
        return Duty("", "", None, _names(others))
    held = {entry.who_id, entry.second_id}
    second = entry.second.name if entry.second else _first([u for u in others if u.pk not in held])
    return Duty(entry.who.name, second, entry.ends_at, _names(others))


def _names(users: Sequence[User]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(user.name for user in users))


def _first(users: Sequence[User]) -> str:
    return users[0].name if users else ""
