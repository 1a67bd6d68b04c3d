"""One part of a count model fitted: start, climb, and what lies on the edge of the parameters."""

from dataclasses import dataclass, replace

import numpy as np

from openimt.trial.counts.approximate import Approximation
from openimt.trial.counts.families import Poisson
from openimt.trial.counts.grouping import Grouping
from openimt.trial.counts.maximise import Peak, climbed, maximise
from openimt.trial.counts.quadrature import Quadrature
from openimt.trial.counts.slopes import Family
from openimt.trial.counts.start import from_mean_rate, from_plain_fit
from openimt.trial.counts.truncated import Truncated
from openimt.trial.matrix import Floats

SMALL = 0.02
"""A standard deviation of log rates below this is compared with none at all."""
NEAR_POISSON = 7.0
"""|psi| above this is compared with the Poisson distribution itself."""
TIE = 1e-8


@dataclass(frozen=True, eq=False)
class Part:
    """Rows, a family over them, and the groupings; ``limit`` is the family at Poisson, if any."""

    x: Floats
    offset: Floats
    family: Family
    groupings: tuple[Grouping, ...]
    points: int = 1
    limit: Family | None = None

    def approximation(self) -> Approximation:
        """The log-likelihood as a function of the parameters."""
        ordered = tuple(sorted(self.groupings, key=lambda g: -g.count))
        if self.points > 1 and ordered:
            return Quadrature(self.x, self.offset, self.family, ordered, points=self.points)
        return Approximation(self.x, self.offset, self.family, ordered)

    def gap(self, theta: Floats) -> float:
        """How much the log-likelihood changes with many more points; none where they do not apply.

        It tells how far the integral is from exact at these parameters.
        """
        if len(self.groupings) != 1 or self.groupings[0].size > 1:
            return 0.0
        finer = replace(self, points=2 * self.points + 23)
        return finer.approximation()(theta)[0] - self.approximation()(theta)[0]


@dataclass(frozen=True, eq=False)
class Estimate:
    """The parameters at the peak. ``dropped`` groupings have variance 0; ``poisson``: no spread."""

    part: Part
    shape: Approximation
    peak: Peak
    dropped: tuple[Grouping, ...] = ()
    poisson: bool = False


def estimate(part: Part) -> Estimate:
    """The maximum of the likelihood, moved to the edge where the edge is no lower."""
    found = _inside(part)
    for grouping, block in zip(found.shape.groupings, _lambdas(found), strict=True):
        if np.linalg.norm(block) < SMALL:
            others = tuple(g for g in part.groupings if g is not grouping)
            found = _higher(found, replace(part, groupings=others), grouping)
            if found.dropped:
                return found
    if part.limit is not None and abs(found.peak.theta[-1]) > NEAR_POISSON:
        found = _higher(found, replace(part, family=part.limit, limit=None), None)
    return found


def limit_of(family: Family) -> Family | None:
    """The Poisson distribution a negative binomial ends in, truncated if it is."""
    if not family.free:
        return None
    if isinstance(family, Truncated):
        return Truncated(Poisson(family.whole.y))
    return Poisson(family.y)


def _higher(found: Estimate, part: Part, dropped: Grouping | None) -> Estimate:
    """The fit at the edge, if it is no lower than the one inside."""
    edge = estimate(part)
    if edge.peak.value < found.peak.value - TIE * (1.0 + abs(found.peak.value)):
        return found
    if dropped is None:
        return replace(edge, poisson=True)
    return replace(edge, dropped=(*edge.dropped, dropped))


def _lambdas(found: Estimate) -> list[Floats]:
    return found.shape.parts(found.peak.theta)[1]


def _inside(part: Part) -> Estimate:
    shape = part.approximation()
    plain = replace(part, groupings=()).approximation()
    start, scale = from_mean_rate(plain)
    if not part.groupings:
        return Estimate(part, shape, maximise(shape, [start], scale))
    theta = climbed(plain, start, scale).theta
    return Estimate(part, shape, maximise(shape, *from_plain_fit(shape, theta)))
