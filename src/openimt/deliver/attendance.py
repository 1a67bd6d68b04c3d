"""Attendance: kept three of the last four offered (clinical decision 3).

What counts as *offered* is an appointment that stood until its hour: kept or missed. One cancelled
with notice, or by us, counts neither way and the look goes further back; one still planned has not
been offered yet. With fewer than four offered the answer is given as soon as it can no longer
change, otherwise it is *unknown*: not knowing never counts as missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from openimt.catalogue.catalogue import Settings
from openimt.deliver.session import AppointmentState
from openimt.terms import Truth

OFFERED = frozenset({AppointmentState.KEPT, AppointmentState.MISSED})
"""The states that count as offered."""


@dataclass(frozen=True)
class Attendance:
    """How appointments were kept lately: ``kept`` of the last few ``offered``."""

    kept: int
    offered: int
    state: Truth
    says: str


def attendance(states: Iterable[AppointmentState], settings: Settings) -> Attendance:
    """Attendance from the states of a person's appointments, oldest first.

    The catalogue's settings say how many of how many are looked for.

    >>> A = AppointmentState
    >>> given = Settings({"attendance_kept": 3, "attendance_of": 4}, {})
    >>> attendance([A.KEPT, A.MISSED, A.CANCELLED_BY_US, A.KEPT, A.KEPT], given).says
    'kept 3 of the last 4 offered'
    """
    needed, window = int(settings["attendance_kept"]), int(settings["attendance_of"])
    lately = [state for state in states if state in OFFERED][-window:]
    kept = sum(state is AppointmentState.KEPT for state in lately)
    says = f"kept {kept} of the last {len(lately)} offered" if lately else "none offered yet"
    return Attendance(kept, len(lately), _state(kept, len(lately), needed, window), says)


def _state(kept: int, offered: int, needed: int, window: int) -> Truth:
    if kept >= needed:
        return Truth.MET
    return Truth.NOT_MET if offered - kept > window - needed else Truth.UNKNOWN
