"""The one arrow of a mediation analysis: persons in, effects with intervals and words out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats
from openimt.trial.mediation.paths import Paths, designs, fit_paths
from openimt.trial.mediation.people import MediationData
from openimt.trial.mediation.resample import bootstrap, monte_carlo
from openimt.trial.mediation.sensitivity import Sensitivity, sensitivity
from openimt.trial.mediation.words import ASSUMES, path_words, sensitivity_words

if TYPE_CHECKING:
    from pandas import DataFrame

Interval = Literal["bootstrap", "monte_carlo"]
FEWEST_DRAWS = 200


@dataclass(frozen=True)
class PathEffect:
    """One effect in points of the outcome (``a``: of the mediator; ``b``: a slope)."""

    name: str
    estimate: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class Mediation:
    """What a mediation analysis found. ``says`` holds its words; they claim no cause."""

    a: PathEffect
    b: PathEffect
    indirect: PathEffect
    direct: PathEffect
    total: PathEffect
    share: float | None
    """Indirect over total; None unless both have one sign and the total's interval is off 0."""
    sensitivity: Sensitivity
    interaction: bool
    interval: Interval
    level: float
    draws: int
    persons: int
    left_out: int
    says: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def effects(self) -> tuple[PathEffect, ...]:
        """All effects in the order of a table."""
        return (self.a, self.b, self.indirect, self.direct, self.total)

    def summary(self) -> str:
        """The effects as a small table, and the words."""
        rows = [f"{'':10}{'estimate':>10}{'SE':>9}{'low':>9}{'high':>9}"]
        rows += [
            f"{e.name:10}{e.estimate:10.3f}{e.se:9.3f}{e.low:9.3f}{e.high:9.3f}"
            for e in self.effects
        ]
        return "\n".join([*rows, "", *self.says])

    def tidy(self) -> "DataFrame":
        """The effects as a data frame, one row each."""
        from pandas import DataFrame

        return DataFrame([vars(effect) for effect in self.effects])


def mediate(
    data: MediationData,
    *,
    interaction: bool = True,
    interval: Interval = "bootstrap",
    draws: int = 5000,
    level: float = 0.95,
    seed: int = 1,
) -> Mediation:
    """The direct and indirect parts of a difference between arms, by two linear models.

    ``interaction`` lets the slope on the mediator differ between arms; leave it on unless it was
    ruled out beforehand. The same ``seed`` gives the same interval.
    """
    if draws < FEWEST_DRAWS or not 0.5 <= level < 1:
        raise TrialError(f"needs {FEWEST_DRAWS} draws or more and a level from .5 to below 1")
    made = designs(data, interaction=interaction)
    fitted = fit_paths(data, made)
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, 6])))
    if interval == "bootstrap":
        drawn = bootstrap(data, made, draws, rng)
    else:
        drawn = monte_carlo(data, made, fitted, draws, rng)
    found = {name: _effect(name, fitted, drawn, level) for name in NAMES}
    limits = sensitivity(data, made, found["a"].estimate)
    indirect = found["indirect"]
    return Mediation(
        **found,
        share=_share(indirect, found["total"]),
        sensitivity=limits,
        interaction=interaction,
        interval=interval,
        level=level,
        draws=draws,
        persons=data.n,
        left_out=data.left_out,
        says=(
            path_words(data, (indirect.estimate, indirect.low, indirect.high), level),
            sensitivity_words(limits),
            ASSUMES,
        ),
        warnings=(*data.warnings, *_left_out(data)),
    )


NAMES = ("a", "b", "indirect", "direct", "total")


def _effect(name: str, fitted: Paths, drawn: Paths, level: float) -> PathEffect:
    values: Floats = getattr(drawn, name)
    tail = (1 - level) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    estimate = float(getattr(fitted, name)[0])
    return PathEffect(name, estimate, float(values.std(ddof=1)), float(low), float(high))


def _share(indirect: PathEffect, total: PathEffect) -> float | None:
    """A share of a total that may be 0, or of parts that pull apart, would mislead."""
    if total.low <= 0 <= total.high or indirect.estimate * total.estimate <= 0:
        return None
    share = indirect.estimate / total.estimate
    return share if share <= 1 else None


def _left_out(data: MediationData) -> tuple[str, ...]:
    if not data.left_out:
        return ()
    says = f"{data.left_out} persons with a missing value were left out: the parts hold for those "
    return (says + "who were measured, and may differ for those who were not",)
