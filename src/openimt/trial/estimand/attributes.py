"""An estimand in the five attributes of ICH E9(R1), as one frozen value.

Source: ICH E9(R1), Addendum on estimands and sensitivity analysis in clinical trials, 2019.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from openimt.errors import TrialError

TERMINAL = frozenset({"suicide", "death"})
"""Events after which nobody can be measured: an outcome then does not exist; it is not missing."""
STUDY_DROPOUT = "study_dropout"
"""The event nobody writes down: from some visit on, no outcome was measured any more."""


class Strategy(StrEnum):
    """How an estimand deals with an intercurrent event (ICH E9(R1), section A.3.2)."""

    TREATMENT_POLICY = "treatment policy"
    HYPOTHETICAL = "hypothetical"
    COMPOSITE = "composite"
    WHILE_ON_TREATMENT = "while on treatment"
    PRINCIPAL_STRATUM = "principal stratum"


class Measure(StrEnum):
    """The population-level summary."""

    MEANS = "difference in means"


class Better(StrEnum):
    """Which way of the outcome is better."""

    LOWER = "lower"
    HIGHER = "higher"


class Method(StrEnum):
    """How uncertainty is found."""

    JACKKNIFE = "jackknife"
    IMPUTATION = "multiple imputation"


class Assumption(StrEnum):
    """What outcomes nobody measured are taken to have been (Carpenter, Roger, Kenward 2013)."""

    MAR = "MAR"
    J2R = "J2R"
    CR = "CR"
    CIR = "CIR"
    LMCF = "LMCF"

    @property
    def says(self) -> str:
        """The assumption in plain words."""
        return _SAYS[self]


_SAYS = {
    Assumption.MAR: "as people of the same arm with the same course so far who were measured",
    Assumption.J2R: "from the event on, as people of the reference arm",
    Assumption.CR: "as if the person had been in the reference arm from the start",
    Assumption.CIR: "what was gained stays, and further change is that of the reference arm",
    Assumption.LMCF: "the mean of the person's arm stays where it was before the event",
}


@dataclass(frozen=True)
class Treatment:
    """First attribute: the arms, what they are, and which one the others are held against."""

    column: str
    arms: tuple[str, ...]
    reference: str
    says: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.reference not in self.arms:
            known = ", ".join(self.arms)
            raise TrialError(f"the reference arm {self.reference} is none of the arms: {known}")
        if len(self.arms) < 2:
            raise TrialError("an estimand compares arms: name at least two under treatment.arms")

    @property
    def ordered(self) -> tuple[str, ...]:
        """The arms with the reference first."""
        return (self.reference, *(arm for arm in self.arms if arm != self.reference))


@dataclass(frozen=True)
class Population:
    """Second attribute: for whom. ``subject`` is the column that says who."""

    subject: str
    says: str


@dataclass(frozen=True)
class Variable:
    """Third attribute: the outcome, its baseline, and the visit that answers the question.

    The baseline is a column of its own (``baseline``), or the outcome at ``baseline_visit``.
    ``same_scale`` says that a baseline in a column of its own is measured as the outcome is; it
    is not when the outcome is a change.
    """

    outcome: str
    visit: str
    at: str
    baseline: str | None = None
    baseline_visit: str | None = None
    same_scale: bool = False
    better: Better = Better.LOWER
    lowest: float | None = None
    highest: float | None = None
    says: str = ""

    def __post_init__(self) -> None:
        if (self.baseline is None) == (self.baseline_visit is None):
            says = "say where the baseline is: either variable.baseline or variable.baseline_visit"
            raise TrialError(says)

    @property
    def baseline_is_outcome(self) -> bool:
        """Whether the baseline is a value of the outcome, so that it may be carried forward."""
        return self.same_scale or self.baseline_visit is not None

    @property
    def worse(self) -> float:
        """The sign of a change for the worse."""
        return 1.0 if self.better is Better.LOWER else -1.0


@dataclass(frozen=True)
class EventRule:
    """Fourth attribute, once for each kind of intercurrent event.

    ``missing`` says what outcomes after the event that are not there are taken to have been;
    ``value`` is what a composite strategy gives every visit after the event.
    """

    kind: str
    strategy: Strategy
    missing: Assumption = Assumption.MAR
    value: float | None = None
    says: str = ""

    def __post_init__(self) -> None:
        self._check_terminal()
        if (self.strategy is Strategy.COMPOSITE) != (self.value is not None):
            needs = "needs a value, the outcome that the event stands for"
            says = needs if self.value is None else "takes no value: only composite does"
            raise TrialError(f"{self.kind}: strategy {self.strategy} {says}")

    def _check_terminal(self) -> None:
        allowed = {Strategy.COMPOSITE, Strategy.PRINCIPAL_STRATUM}
        if self.kind == "death":
            allowed = allowed | {Strategy.WHILE_ON_TREATMENT}
        if self.kind in TERMINAL and self.strategy not in allowed:
            raise TrialError(
                f"{self.kind} under the strategy {self.strategy} would treat the outcome of a dead "
                f"person as missing; choose {' or '.join(sorted(allowed))}"
            )


@dataclass(frozen=True)
class Summary:
    """Fifth attribute: the population-level summary, and the level of its interval."""

    measure: Measure = Measure.MEANS
    level: float = 0.95

    def __post_init__(self) -> None:
        if not 0.5 < self.level < 1:
            raise TrialError(f"summary.level is {self.level:g}; give a level such as 0.95")


@dataclass(frozen=True)
class MeanModel:
    """What the means depend on beside arm and visit; ``by_visit`` may differ at each visit."""

    covariates: tuple[str, ...] = ()
    by_visit: tuple[str, ...] = ("baseline",)
    covariance: str = "un"
    by_arm: bool = False


@dataclass(frozen=True)
class Inference:
    """How uncertainty is found: the jackknife over persons, or multiple imputation."""

    method: Method = Method.JACKKNIFE
    draws: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        if self.draws < 2:
            raise TrialError("inference.draws must be 2 or more; 200 is a good number")
        if not 0 <= self.seed < 2**63:
            raise TrialError("inference.seed must be a whole number from 0 to 2^63 - 1")


@dataclass(frozen=True)
class DeltaRange:
    """Deltas to try in one arm: from, to, and how many steps."""

    arm: str
    low: float
    high: float
    steps: int


@dataclass(frozen=True)
class Sensitivity:
    """The analyses that ask the same question under other assumptions about what is missing."""

    missing: tuple[Assumption, ...] = tuple(Assumption)
    delta: tuple[DeltaRange, ...] = ()


@dataclass(frozen=True)
class Estimand:
    """What exactly a trial wants to know, and the analysis that answers it and nothing else."""

    id: str
    question: str
    treatment: Treatment
    population: Population
    variable: Variable
    events: tuple[EventRule, ...] = ()
    summary: Summary = field(default_factory=Summary)
    model: MeanModel = field(default_factory=MeanModel)
    inference: Inference = field(default_factory=Inference)
    sensitivity: Sensitivity = field(default_factory=Sensitivity)

    def __post_init__(self) -> None:
        kinds = [rule.kind for rule in self.events]
        twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
        if twice:
            raise TrialError(f"{twice[0]} has two rules; an event has one strategy")
        self._check_values()
        self._check_deltas()

    def rule(self, kind: str) -> EventRule:
        """The rule of a kind of event; a study drop-out without a rule is taken as MAR."""
        for rule in self.events:
            if rule.kind == kind:
                return rule
        if kind == STUDY_DROPOUT:
            return EventRule(STUDY_DROPOUT, Strategy.HYPOTHETICAL)
        says = f"the estimand {self.id} has no rule for the event {kind}; add it as [[event]]"
        raise TrialError(says)

    def _check_values(self) -> None:
        low = -float("inf") if self.variable.lowest is None else self.variable.lowest
        high = float("inf") if self.variable.highest is None else self.variable.highest
        for rule in self.events:
            if rule.value is not None and not low <= rule.value <= high:
                range_says = f"{low:g} to {high:g}, the range of {self.variable.outcome}"
                raise TrialError(f"{rule.kind}: the value {rule.value:g} is outside {range_says}")

    def _check_deltas(self) -> None:
        for delta in self.sensitivity.delta:
            if delta.arm not in self.treatment.arms:
                raise TrialError(f"sensitivity.delta names {delta.arm}, which is no arm")
            if delta.steps < 1 or (delta.steps == 1) != (delta.low == delta.high):
                says = "give [from, to, how many], such as [0, 2, 9]"
                raise TrialError(says, field=f"sensitivity.delta.{delta.arm}")
