"""How long a common module has needed repair, counted in sessions (clinical decision 1).

After three it becomes a consultation task and holds nothing back any longer, unless a consultation
says so, with a reason and a day on which that ends.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from openimt.terms import CommonState
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.mapping.care import signed_ones
from openimt_clinic.records.mapping.common_modules import SUPERVISION, days_of_sessions
from openimt_clinic.records.patient import Patient

BEGINS_ANEW = 0
CONSULTATION = "consultation"
"""A point of the consultation team; its subject is the module it is about."""

REPAIR = CommonState.NEEDS_REPAIR.value


def sessions_in_repair(
    patient: Patient, history: Iterable[CommonStateRecord], on: date
) -> dict[str, int]:
    """For each module that needs repair, the sessions held since it does. ``history``: the newest
    row first. While a consultation lets a repair hold work back, its sessions count from there."""
    begun = begun_repairs(history)
    if not begun:
        return {}
    held = [day for day in days_of_sessions(patient) if day <= on]
    longer = _held_back_longer(patient, on)
    return {
        module: BEGINS_ANEW if module in longer else sum(day > since for day in held)
        for module, since in begun.items()
    }


def begun_repairs(history: Iterable[CommonStateRecord]) -> Mapping[str, date]:
    """Of each module that needs repair now, the day on which that began."""
    begun: dict[str, date] = {}
    over: set[str] = set()
    for row in history:
        if row.module in over:
            continue
        if row.state == REPAIR:
            begun[row.module] = row.on
        else:
            over.add(row.module)
    return begun


def _held_back_longer(patient: Patient, on: date) -> frozenset[str]:
    """The modules for which a signed consultation lets new work wait on that day."""
    day = on.isoformat()
    found: set[str] = set()
    for row in signed_ones(patient, SUPERVISION):
        values = row.values
        if str(values.get("held") or day) <= day <= str(values.get("until") or ""):
            about = values.get("about")
            found.update(map(str, about if isinstance(about, list) else ()))
    for row in signed_ones(patient, CONSULTATION):
        values = row.values
        if values.get("postpones") and day <= str(values.get("until") or ""):
            found.add(row.subject)
    return frozenset(found)
