"""One part of a count model fitted: start, climb, and what lies on the edge of the parameters."""

from dataclasses import dataclass, replace

import numpy as np

from openimt.trial.counts.approximate import Approximation
from openimt.trial.counts.families import Poisson
from openimt.trial.counts.grouping import Grouping, pack
from openimt.trial.counts.maximise import Peak, maximise
from openimt.trial.counts.quadrature import Quadrature
from openimt.trial.counts.slopes import Family
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
    start, scale = _start(part, shape)
    return Estimate(part, shape, maximise(shape, start, scale))


def _start(part: Part, shape: Approximation) -> tuple[Floats, Floats]:
    """From the fit without random effects; that one from the mean rate."""
    plain = replace(part, groupings=())
    free = int(part.family.free)
    p = part.x.shape[1]
    if not part.groupings:
        beta, psi = _level(plain), np.zeros(free)
    else:
        first = plain.approximation()
        theta = maximise(first, *_start(plain, first), curved=False).theta
        beta, psi = theta[:p], np.clip(theta[p:], -3.0, 3.0)
    blocks = [0.6 * np.eye(g.size) for g in shape.groupings]
    scale = np.eye(shape.size)
    scale[:p, :p] = _whitened(plain, beta, psi)
    counts = [1.0 / np.sqrt(2.0 * g.count) for g in shape.groupings for _ in range(g.free)]
    last = [2.0 / np.sqrt(len(part.x))] * free
    scale[p:, p:] = np.diag([*counts, *last])
    return np.concatenate([beta, pack(blocks), psi]), scale


def _level(part: Part) -> Floats:
    """Coefficients whose linear predictor is as constant as they can make it, at half a step up."""
    eta = np.zeros(len(part.x))
    for _ in range(4):
        _, d1, d2 = part.family.curve(part.offset + eta, 0.0)
        weight = np.maximum(-d2, 1e-8)
        eta = eta + np.clip(float(np.sum(d1)) / float(np.sum(weight)), -2.0, 2.0)
    return np.asarray(np.linalg.lstsq(part.x, eta, rcond=None)[0])


def _whitened(part: Part, beta: Floats, psi: Floats) -> Floats:
    """Steps of about one standard error in every independent direction of the coefficients."""
    at = float(psi[0]) if len(psi) else 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        _, _, d2 = part.family.curve(part.offset + part.x @ beta, at)
    weight = np.clip(np.nan_to_num(-d2, nan=1.0), 1e-2, 1e6)
    lower = np.linalg.cholesky(part.x.T @ (part.x * weight[:, None]))
    return np.asarray(np.linalg.inv(lower).T)
