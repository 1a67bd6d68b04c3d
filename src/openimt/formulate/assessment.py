"""An assessment: everything known about a person on one day, as the contract's JSON says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openimt.terms import CapacityState, CommonState, EventKind, Response, SafetyPlanState


@dataclass(frozen=True)
class Reading:
    """A value of a measure (``measure`` and ``value``), or a person's judgement of a target's
    severity (``target``, ``severity`` 0 to 1 with its ``sd``, ``by``)."""

    on: date | None = None
    measure: str = ""
    value: float | None = None
    target: str = ""
    severity: float | None = None
    sd: float | None = None
    by: str = ""


@dataclass(frozen=True)
class Event:
    """A dated fact. Urges carry ``value`` 0 to 5; ``reviewed_by`` names who has looked at it."""

    kind: EventKind
    on: date
    value: float | None = None
    reviewed_by: str = ""


@dataclass(frozen=True)
class SafetyAnswer:
    """A worrying answer in a questionnaire: which item, what was answered, what it calls for."""

    instrument: str
    item: str
    answer: float
    response: Response
    on: date | None = None


@dataclass(frozen=True)
class Diagnosis:
    """A clinician's diagnosis: an ICD-10, ICD-11 or DSM code, by whom and when."""

    code: str
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class SafetyJudgement:
    """A named clinician's dated, expiring judgement of imminent risk, and the safety plan.

    ``plan_on``: when the plan was last looked at together; ``plan_review_on``: the day agreed for
    the next time.
    """

    imminent_risk: bool | None = None
    judged_by: str = ""
    judged_on: date | None = None
    until: date | None = None
    plan: SafetyPlanState | None = None
    plan_on: date | None = None
    plan_review_on: date | None = None


@dataclass(frozen=True)
class CommonReading:
    """The state of one common module, since when, and what made it so.

    ``sessions_in_repair``: how many sessions it has needed repair for (None = not known).
    """

    state: CommonState
    on: date | None = None
    because: str = ""
    sessions_in_repair: int | None = None


@dataclass(frozen=True)
class Delivered:
    """What was done of a module so far; ``ended`` gives the reason when it was stopped early."""

    module: str
    step: int = 0
    sessions: int = 0
    ended: str = ""


@dataclass(frozen=True)
class Judgement:
    """A named person's judgement of a criterion, with reason and the day it lapses.

    ``role``: as what the person judged (``clinician``, ``senior`` or ``prescriber``).
    """

    criterion: str
    met: bool
    by: str = ""
    until: date | None = None
    reason: str = ""
    role: str = "clinician"


@dataclass(frozen=True)
class Resilience:
    """A profile, never one number: brief scale, skills, supports, strengths, roles."""

    brs: float | None = None
    skills: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A group that gives a module, and the days on which it starts."""

    module: str
    starts: tuple[date, ...]


@dataclass(frozen=True)
class Context:
    """What the service can give. ``competences`` None = not said: nothing is refused for it.

    ``sessions_per_week``: individual sessions; 0.5 is one a fortnight.
    """

    sessions_per_week: float = 1.0
    competences: tuple[str, ...] | None = None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """Everything known about a person on one day. None = was not asked; empty = asked, none."""

    patient: str
    on: date
    readings: tuple[Reading, ...] = ()
    events: tuple[Event, ...] | None = None
    safety_answers: tuple[SafetyAnswer, ...] = ()
    diagnosis: Diagnosis | None = None
    other_diagnoses: tuple[Diagnosis, ...] | None = None
    safety: SafetyJudgement = SafetyJudgement()
    common: Mapping[str, CommonReading] = field(default_factory=dict)
    delivered: tuple[Delivered, ...] = ()
    capacities: Mapping[str, CapacityState] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    resilience: Resilience = Resilience()
    therapy: str = "imt"
    preferences: Mapping[str, float] = field(default_factory=dict)
    pin: tuple[str, ...] = ()
    ban: tuple[str, ...] = ()
    context: Context = Context()
    warnings: tuple[str, ...] = ()
