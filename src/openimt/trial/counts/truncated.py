"""A family of counts given that there was at least one event: what a hurdle's second part is."""

from dataclasses import dataclass

import numpy as np

from openimt.trial.counts.slopes import Slopes, ZeroKnown
from openimt.trial.matrix import Floats


@dataclass(frozen=True, eq=False)
class Truncated:
    """log f(y) - log(1 - f(0)), for rows with y >= 1; f is the ``whole`` family."""

    whole: ZeroKnown

    @property
    def free(self) -> bool:
        return self.whole.free

    @property
    def towards_poisson(self) -> float:
        return self.whole.towards_poisson

    @property
    def y(self) -> Floats:
        return self.whole.y

    def curve(self, eta: Floats, psi: float) -> tuple[Floats, Floats, Floats]:
        value, d1, d2 = self.whole.curve(eta, psi)
        lost = _something(self.whole.nothing(eta, psi))
        return value - lost.value, d1 - lost.d1, d2 - lost.d2

    def slopes(self, eta: Floats, psi: float) -> Slopes:
        return self.whole.slopes(eta, psi).less(_something(self.whole.nothing(eta, psi)))


def _something(a: Slopes) -> Slopes:
    """log(1 - exp(-a)) from a = -log f(0): the log chance of one event or more, and its slopes.

    With r = 1 / (exp(a) - 1): the slopes in a are r, -r (1 + r), r (1 + r) (1 + 2 r).
    """
    r = np.exp(-a.value) / -np.expm1(-a.value)
    bend = -r * (1.0 + r)
    turn = -bend * (1.0 + 2.0 * r)
    return Slopes(
        np.log(-np.expm1(-a.value)),
        r * a.d1,
        bend * a.d1**2 + r * a.d2,
        turn * a.d1**3 + 3.0 * bend * a.d1 * a.d2 + r * a.d3,
        r * a.p0,
        bend * a.d1 * a.p0 + r * a.p1,
        turn * a.d1**2 * a.p0 + bend * (2.0 * a.d1 * a.p1 + a.d2 * a.p0) + r * a.p2,
    )
