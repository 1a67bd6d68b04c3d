"""Appointments and sessions: what was offered, what came of it, what was done."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AppointmentState(StrEnum):
    """What came of an appointment. Cancelled with notice is not missed (clinical decision 3)."""

    PLANNED = "planned"
    KEPT = "kept"
    CANCELLED_WITH_NOTICE = "cancelled_with_notice"
    MISSED = "missed"
    CANCELLED_BY_US = "cancelled_by_us"


class Place(StrEnum):
    """Where a session happens; a remote one records where the person is and a call-back number."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


@dataclass(frozen=True)
class AgendaPoint:
    """One point of a session's agenda: what, why it is there, the module, and how it can sound.

    ``detail`` says more of the point; ``lines`` are facts or words that belong to it, each one
    sentence. ``also``: in the plan, too, and not what today is for.
    """

    id: str
    says: str
    because: str
    module: str = ""
    step: int = 0
    sounds_like: str = ""
    first: bool = False
    detail: str = ""
    lines: tuple[str, ...] = ()
    also: bool = False


@dataclass(frozen=True)
class ModuleWork:
    """What was done of one module in a session: step before and after, and what was seen."""

    module: str
    step_before: int
    step_after: int
    note: str = ""


@dataclass(frozen=True)
class Session:
    """A session that was held."""

    patient: str
    at: datetime
    minutes: int
    place: Place
    work: tuple[ModuleWork, ...]
    note: str = ""
    homework: str = ""
    next_on: date | None = None
