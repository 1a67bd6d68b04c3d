"""An invented person: a whole course as plain values, so that anybody can store or plan it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from openimt.deliver.session import AppointmentState, ModuleWork, Place, Session
from openimt.formulate.assessment import (
    Context,
    Delivered,
    Diagnosis,
    Event,
    Judgement,
    Reading,
    Resilience,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.terms import CapacityState, CommonState, EventKind, Phase, SafetyPlanState

DOMAINS = ("sym", "reg", "int", "slf")
"""The order of the latent state: four domains, in SD of the start, higher is worse."""

State = tuple[float, float, float, float]


@dataclass(frozen=True)
class Week:
    """One week of a course: the latent state no clinic ever sees, and what happened."""

    number: int
    on: date
    state: State
    phase: Phase
    attended: AppointmentState | None
    work: tuple[ModuleWork, ...]
    suicidal_urge: int
    self_harm_urge: int
    happened: tuple[EventKind, ...]
    homework_done: bool


@dataclass(frozen=True)
class Filled:
    """A filled form: the instrument, the day, and the answers by item; None = left blank."""

    instrument: str
    on: date
    values: Mapping[str, float | None]


@dataclass(frozen=True)
class Appointment:
    """An appointment, past or planned."""

    at: datetime
    state: AppointmentState
    place: Place


@dataclass(frozen=True)
class CommonChange:
    """The day on which a common module came to a state, and what made it so."""

    module: str
    state: CommonState
    on: date
    because: str


@dataclass(frozen=True)
class CapacityChange:
    """The day on which a capacity was seen, or was found not to be needed."""

    capacity: str
    state: CapacityState
    on: date


@dataclass(frozen=True)
class SafetyPlanText:
    """A safety plan in invented words, part by part, in the person's language."""

    on: date
    state: SafetyPlanState
    parts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class InventedPerson:
    """Somebody who never lived. ``on`` is the last day known; ``left_on`` None = still coming.

    ``before`` is work done in earlier treatment; ``course_from`` the day of the first week here.
    Appointments reach beyond ``on``. ``weeks`` holds the latent truth and is for reports only.
    """

    id: str
    name: str
    language: str
    archetype: str
    therapy: str
    born: date
    start: date
    on: date
    left_on: date | None
    left_because: str
    weeks: tuple[Week, ...]
    phases: tuple[tuple[Phase, date], ...]
    forms: tuple[Filled, ...]
    diary: tuple[Filled, ...]
    readings: tuple[Reading, ...]
    events: tuple[Event, ...]
    safety_answers: tuple[SafetyAnswer, ...]
    appointments: tuple[Appointment, ...]
    sessions: tuple[Session, ...]
    before: tuple[Delivered, ...]
    common: tuple[CommonChange, ...]
    capacities: tuple[CapacityChange, ...]
    judgements: tuple[tuple[date, Judgement], ...]
    safety: tuple[SafetyJudgement, ...]
    safety_plan: SafetyPlanText | None
    diagnosis: Diagnosis
    resilience: Resilience
    preferences: Mapping[str, float]
    context: Context
