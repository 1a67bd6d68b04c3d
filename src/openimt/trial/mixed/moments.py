"""What likelihood, Satterthwaite and Kenward-Roger need of V, and nothing else."""

from dataclasses import dataclass, field

import numpy as np

from openimt.trial.matrix import Floats


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums at one point, in K parameters of V and the columns of B.

    V_i are V's first derivatives. ``a`` = B'V^-1 B; ``trace``[i] = tr(V^-1 V_i);
    ``p``[i] = B'V^-1 V_i V^-1 B; ``traces``[i, j] = tr(V^-1 V_i V^-1 V_j);
    ``q``[i, j] = B'V^-1 V_i V^-1 V_j V^-1 B. ``trace_bend`` and ``p_bend`` are as ``trace`` and
    ``p`` with the second derivatives V_ij; they are empty where V is linear.
    """

    logdet: float
    a: Floats
    trace: Floats
    p: Floats
    traces: Floats
    q: Floats
    trace_bend: Floats = field(default_factory=lambda: np.zeros(0))
    p_bend: Floats = field(default_factory=lambda: np.zeros(0))

    def at(self, variance: float, n: int) -> "Moments":
        """The moments of ``variance`` times V, V of n rows being linear in its parameters."""
        return Moments(
            self.logdet + n * float(np.log(variance)),
            self.a / variance,
            self.trace / variance,
            self.p / variance**2,
            self.traces / variance**2,
            self.q / variance**3,
        )
