"""The JSON documents that the command line prints, as types: the schemas are made from these."""

from typing import Any, Literal, NotRequired, TypedDict

from openimt.terms import Phase, Response, Truth

Number = float
"""A whole value is printed without a decimal point."""


class InstrumentName(TypedDict):
    """Which instrument, at which version."""

    id: str
    version: str


class ScaleDocument(TypedDict):
    """A scale's score: its value, how many of how many items were answered, its band."""

    value: Number
    answered: int
    of: int
    band: str | None


class WorryingAnswerDocument(TypedDict):
    """An answer that calls for a response by a person."""

    item: str
    answer: Number
    response: Response


class ScoreRow(TypedDict):
    """One person on one occasion; ``unscorable`` gives the reason for each scale without score."""

    id: str
    occasion: str | None
    scales: dict[str, ScaleDocument]
    unscorable: dict[str, str]
    safety: list[WorryingAnswerDocument]


class ScoresDocument(TypedDict):
    """What ``openimt score --json`` prints."""

    instrument: InstrumentName
    rows: list[ScoreRow]
    warnings: list[str]


class BecauseDocument(TypedDict):
    """One thing a statement rests on, and its source."""

    says: str
    source: str


class ReasonDocument(TypedDict):
    """A rule that spoke: what it says here, what it rests on, where the rule comes from."""

    rule: str
    says: str
    because: list[BecauseDocument]
    source: str


class PlacementDocument(TypedDict):
    """A module in the plan; ``start_week`` counts whole weeks after ``on``."""

    module: str
    phase: Phase
    start_week: int
    sessions: int
    running: NotRequired[bool]
    reasons: list[ReasonDocument]


class LeftOutDocument(TypedDict):
    """A module that is not in the plan, why, and what would change that."""

    module: str
    reasons: list[ReasonDocument]
    would_change: list[str]
    value_lost: Number


class CriterionDocument(TypedDict):
    """One thing we look for before moving on, and what it shows now."""

    id: str
    says: str
    now: str
    state: Truth
    by: NotRequired[str]


GateDocument = TypedDict(
    "GateDocument", {"from": Phase, "to": Phase | None, "criteria": list[CriterionDocument]}
)
"""A gate: what we look for before moving from one phase to the next (``to`` null = the end)."""


class AssessNextDocument(TypedDict):
    """Something still to find out, and why."""

    what: str
    why: str


class DutyDocument(TypedDict):
    """Something a person must do in this contact or soon."""

    id: str
    says: str
    response: Response
    because: list[BecauseDocument]


class WindowDocument(TypedDict):
    """When the plan expects the course to be in a phase."""

    phase: Phase
    start_week: int
    end_week: int


class PlanDocument(TypedDict):
    """What ``openimt plan --json`` prints for one assessment."""

    patient: str
    on: str
    catalogue: str
    therapy: NotRequired[str]
    phase: Phase
    horizon_weeks: NotRequired[int]
    duties: NotRequired[list[DutyDocument]]
    placements: list[PlacementDocument]
    left_out: list[LeftOutDocument]
    gates: list[GateDocument]
    assess_next: list[AssessNextDocument]
    windows: NotRequired[list[WindowDocument]]
    value: Number
    bound: Number
    gap: Number
    seconds: Number
    warnings: NotRequired[list[str]]


class PlansDocument(TypedDict):
    """What ``openimt plan --json`` prints for scores or several assessments."""

    plans: list[PlanDocument]


class ChangeDocument(TypedDict):
    """What a new plan does differently about one module, and why."""

    module: str
    what: str
    says: str
    before_week: int | None
    after_week: int | None


class ReplanDocument(PlanDocument):
    """What ``openimt replan --json`` prints; ``kept`` true = the current plan stays as it is."""

    kept: bool
    says: str
    changes: list[ChangeDocument]


class ConflictDocument(TypedDict):
    """What ``plan`` and ``replan`` print (exit 2) when requests cannot all hold."""

    conflict: list[str]
    minimal: Literal[True]
    says: str


class FindingDocument(TypedDict):
    """One finding of ``catalogue check``."""

    file: str
    line: int | None
    level: str
    says: str


class ProvedDocument(TypedDict):
    """One property: ``counterexample`` is an assessment of somebody for whom it does not hold,
    ``against`` says in which case."""

    name: str
    says: str
    proved: bool
    cases: int
    seconds: float
    against: str
    counterexample: dict[str, Any] | None


class SurvivorDocument(TypedDict):
    """A slip for which no property turns red: ``stricter`` when it is proved to let nobody come
    further, else ``accepted`` is the reason why it may stand, empty when there is none."""

    name: str
    stricter: bool
    accepted: str


class MutantsDocument(TypedDict):
    """How many slips in a catalogue turn a property red, and the others by name."""

    tried: int
    killed: int
    survivors: list[SurvivorDocument]


class ProofDocument(TypedDict):
    """What ``openimt catalogue prove --json`` prints; ``mutants`` with ``--mutants`` only."""

    properties: list[ProvedDocument]
    mutants: NotRequired[MutantsDocument]


class CheckDocument(TypedDict):
    """What ``openimt catalogue check --json`` prints."""

    sound: bool
    findings: list[FindingDocument]
