"""A trial as it is planned: frozen values, already checked, that everything else is made from.

Visits are counted from 0, the baseline. A tuple that runs over visits has one value for each of
them, the baseline included, unless it says otherwise.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from openimt.trial.matrix import Floats

WEEKS_IN_A_QUARTER = 13.0
MONTHS_IN_A_QUARTER = 3.0
LARGEST_SEED = 2**63 - 1
"""Of a simulation; no other number of a design file may be larger, most far less."""


class Layout(StrEnum):
    """How therapists stand to arms."""

    NONE = "none"
    CROSSED = "crossed"
    NESTED = "nested"
    PARTIAL = "partial"


class Model(StrEnum):
    """How the simulated trial is analysed."""

    MMRM = "mmrm"
    ANCOVA = "ancova"
    MIXED = "mixed"
    COUNTS = "counts"


class Baseline(StrEnum):
    """How the baseline enters the mean."""

    BY_VISIT = "by visit"
    ONE_SLOPE = "one slope"
    NONE = "none"


@dataclass(frozen=True)
class Arm:
    """A therapy that is compared; ``ratio`` is its part of the people."""

    id: str
    name: str
    ratio: int = 1


@dataclass(frozen=True)
class Sites:
    """Where people are treated. ``spread``: the SD of a site's effect in SDs of the outcome."""

    shares: tuple[float, ...] = (1.0,)
    spread: float = 0.0

    @property
    def number(self) -> int:
        """How many sites there are."""
        return len(self.shares)


@dataclass(frozen=True)
class Therapists:
    """Who treats. ``per_site``: therapists in a site, and for nested ones in each arm there."""

    layout: Layout = Layout.NONE
    per_site: int = 0
    spread: float = 0.0
    arms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visits:
    """When people are seen, in weeks or months after the baseline; the first is 0."""

    at: tuple[float, ...]
    unit: str = "months"

    @property
    def quarters(self) -> tuple[float, ...]:
        """The same times in quarters of a year."""
        length = WEEKS_IN_A_QUARTER if self.unit == "weeks" else MONTHS_IN_A_QUARTER
        return tuple(t / length for t in self.at)

    @property
    def months(self) -> tuple[float, ...]:
        """The same times in months."""
        return tuple(q * MONTHS_IN_A_QUARTER for q in self.quarters)

    @property
    def labels(self) -> tuple[str, ...]:
        """The times as text, such as ``18``."""
        return tuple(f"{t:g}" for t in self.at)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What is measured: means by arm and visit, SDs by visit, correlations by arm.

    ``means`` has shape (arms, visits), ``sd`` (visits,), ``correlation`` (arms, visits, visits).
    For a count ``means`` are the expected counts of the time since the visit before, ``size`` is
    the negative binomial's (variance = mean + mean^2 / size, given the person) and ``person_sd``
    the SD of the person's effect on the log scale; ``sd`` is not used.
    """

    id: str
    name: str
    means: Floats
    sd: Floats
    correlation: Floats
    count: bool = False
    size: float = 1.0
    person_sd: float = 0.0
    low: float = float("-inf")
    high: float = float("inf")
    source: str = ""
    checked: bool = False

    def covariance(self, arm: int) -> Floats:
        """The covariance of a person's values in an arm, shape (visits, visits)."""
        made: Floats = self.correlation[arm] * np.outer(self.sd, self.sd)
        return made


@dataclass(frozen=True, eq=False)
class DropOut:
    """Who is lost. ``hazard`` (arms, visits): the chance of leaving between a visit and the last.

    ``slope`` is the change of log odds per SD that the last observed value lies above the mean:
    0 is missing completely at random, any other value missing at random. ``missed`` (visits,):
    the chance that one visit is missed by a person who stays.
    """

    hazard: Floats
    slope: float
    missed: Floats

    def kept(self, arm: int) -> Floats:
        """The expected share still there at each visit, at slope 0."""
        made: Floats = np.cumprod(1.0 - self.hazard[arm])
        return made


@dataclass(frozen=True, eq=False)
class Intercurrent:
    """An event that happens to some after the start, and what it does to the outcome.

    ``hazard`` (arms, visits); ``shift`` is added to every later value, in baseline SDs.
    ``kept``: treatment policy, later values are used as they are; otherwise hypothetical, they
    are set aside as missing.
    """

    id: str
    says: str
    hazard: Floats
    shift: float
    kept: bool

    def by_visit(self, arm: int) -> Floats:
        """The chance that it has happened by each visit."""
        made: Floats = 1.0 - np.cumprod(1.0 - self.hazard[arm])
        return made


@dataclass(frozen=True)
class PlannedAnalysis:
    """The one comparison that the trial is for: ``arm`` minus ``versus`` at ``visit``."""

    outcome: str
    arm: int
    versus: int
    visit: int
    model: Model = Model.MMRM
    df: str = "kr"
    alpha: float = 0.05
    baseline: Baseline = Baseline.BY_VISIT
    site: bool = False


@dataclass(frozen=True, eq=False)
class TrialDesign:
    """A planned trial. ``label`` is printed with every figure that comes from it."""

    name: str
    title: str
    people: int
    seed: int
    arms: tuple[Arm, ...]
    visits: Visits
    outcomes: tuple[Outcome, ...]
    analysis: PlannedAnalysis
    drop_out: DropOut
    sites: Sites = Sites()
    therapists: Therapists = Therapists()
    events: tuple[Intercurrent, ...] = ()
    between: Floats = field(default_factory=lambda: np.eye(1))
    label: str = ""
    source: str = ""

    @cached_property
    def outcome(self) -> Outcome:
        """The outcome that is analysed."""
        return next(one for one in self.outcomes if one.id == self.analysis.outcome)

    @property
    def difference(self) -> float:
        """The true difference that the analysis estimates, in the outcome's units.

        For a count it is the log of the rate ratio.
        """
        plan, outcome = self.analysis, self.outcome
        ours, theirs = (self._mean(arm) for arm in (plan.arm, plan.versus))
        return float(np.log(ours / theirs)) if outcome.count else ours - theirs

    def _mean(self, arm: int) -> float:
        visit, outcome = self.analysis.visit, self.outcome
        value: float = float(outcome.means[arm, visit])
        if outcome.count:
            return value
        kept = (event for event in self.events if event.kept)
        shifts = (e.shift * float(outcome.sd[0]) * float(e.by_visit(arm)[visit]) for e in kept)
        return value + sum(shifts)
