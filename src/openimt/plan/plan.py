"""A plan: which module when, why, what was left out and why, and what we look for next."""

from dataclasses import dataclass
from datetime import date

from openimt.errors import PlanningError
from openimt.formulate.profile import AssessNext, Because, Duty, GateState
from openimt.terms import Phase


@dataclass(frozen=True)
class Reason:
    """A rule that spoke: its name, what it says here, the readings behind it, and its source."""

    rule: str
    says: str
    because: tuple[Because, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Placement:
    """A module in a plan. ``start_week`` counts whole weeks after ``on``; ``phase`` is the phase
    the course is in at that week, not the module's home."""

    module: str
    phase: Phase
    start_week: int
    sessions: int
    reasons: tuple[Reason, ...]
    running: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A module not in the plan: why, what would change that, and the plan value it would add."""

    module: str
    reasons: tuple[Reason, ...]
    would_change: tuple[str, ...]
    value_lost: float = 0.0


@dataclass(frozen=True)
class PhaseWindow:
    """When the plan expects the course to be in a phase, from ``start_week`` to ``end_week``."""

    phase: Phase
    start_week: int
    end_week: int


@dataclass(frozen=True)
class Plan:
    """A proposal for one person on one day. Impossible plans cannot be built.

    ``value`` is the plan's worth on the planner's own scale; no plan can be worth more than
    ``bound``; ``gap`` = (bound - value) / bound, 0 when bound is 0. ``seconds``: time it took.
    """

    patient: str
    on: date
    catalogue: str
    therapy: str
    phase: Phase
    horizon_weeks: int
    placements: tuple[Placement, ...]
    left_out: tuple[LeftOut, ...]
    gates: tuple[GateState, ...]
    duties: tuple[Duty, ...]
    assess_next: tuple[AssessNext, ...]
    windows: tuple[PhaseWindow, ...]
    value: float
    bound: float
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        placed = [p.module for p in self.placements]
        if len(placed) != len(set(placed)):
            raise PlanningError("a plan places each module at most once")
        if overlap := set(placed) & {left.module for left in self.left_out}:
            raise PlanningError(f"'{min(overlap)}' is both placed and left out")
        late = [p.module for p in self.placements if not 0 <= p.start_week < self.horizon_weeks]
        if late:
            raise PlanningError(
                f"'{late[0]}' starts outside the horizon of {self.horizon_weeks} weeks"
            )

    @property
    def gap(self) -> float:
        """How far the value may be from the best possible, as a share of the bound."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0

    def placement(self, module: str) -> Placement | None:
        """The placement of a module, if it is in the plan."""
        return next((p for p in self.placements if p.module == module), None)


@dataclass(frozen=True)
class Change:
    """What a new plan does differently about one module, and why."""

    module: str
    what: str
    says: str
    before_week: int | None = None
    after_week: int | None = None


@dataclass(frozen=True)
class Replan:
    """A new plan against the current one. ``kept`` True = the current plan stays as it is."""

    plan: Plan
    changes: tuple[Change, ...]
    kept: bool
    says: str
