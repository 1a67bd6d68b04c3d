"""The same integral by adaptive Gauss-Hermite quadrature, for one random coefficient per level.

Nodes stand at u + sqrt(2) tau x_k, with u the mode and tau**-2 = H (Liu and Pierce 1994; Pinheiro
and Bates 1995). One node is Laplace's method. The gradient follows mode and spread of the nodes,
so it is the exact slope of the number that is computed.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import logsumexp

from openimt.trial.counts.approximate import Approximation
from openimt.trial.counts.curvature import Curvature, curvature
from openimt.trial.counts.grouping import Blocks
from openimt.trial.counts.mode import Setting
from openimt.trial.counts.slopes import Slopes
from openimt.trial.matrix import Floats


@dataclass(eq=False)
class Quadrature(Approximation):
    """L by ``points`` nodes per level; there is one grouping, of one coefficient."""

    points: int = 1
    nodes: Floats = field(init=False)
    log_weights: Floats = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        x, w = np.polynomial.hermite.hermgauss(self.points)
        self.nodes = np.sqrt(2.0) * x[:, None]
        self.log_weights = (np.log(w) + x**2 - 0.5 * np.log(np.pi))[:, None]

    def at_mode(self, setting: Setting, u: Blocks) -> tuple[float, Floats]:
        """L and its gradient. Arrays of nodes have shape (points, levels) or (points, rows)."""
        (grouping,), codes = self.groupings, self.unit
        top = self.family.slopes(setting.eta(u), setting.psi)
        h = curvature(self.groupings, setting.a, -top.d2)
        tau = np.exp(-0.5 * h.level_log_det)
        effects = u[0][:, 0] + self.nodes * tau
        a, z = setting.a[0][:, 0], grouping.z[:, 0]
        s = self.family.slopes(setting.fixed + a * effects[:, codes], setting.psi)
        terms = self.log_weights + _sums(self, s.value) - 0.5 * effects**2
        levels = np.asarray(logsumexp(terms, axis=0))
        share = np.exp(terms - levels)
        rows = share[:, codes] * s.d1
        pull = share * (_sums(self, s.d1 * a) - effects)
        stretch = 1.0 + np.sum(pull * self.nodes * tau, axis=0)
        moved = _Moved(np.sum(pull, axis=0), stretch[codes])
        row, entry, spread = self._of_mode(setting, u, h, top, moved)
        entry += float(np.sum(rows * z * effects[:, codes]))
        spread += float(np.sum(share[:, codes] * s.p0))
        value = float(np.sum(levels - 0.5 * h.level_log_det))
        return value, self.gather(row + np.sum(rows, axis=0), [np.array([[entry]])], spread)

    def _of_mode(
        self, setting: Setting, u: Blocks, h: Curvature, top: Slopes, moved: "_Moved"
    ) -> tuple[Floats, float, float]:
        """What reaches the gradient because mode and curvature follow the parameters."""
        (grouping,), codes = self.groupings, self.unit
        a, z = setting.a[0][:, 0], grouping.z[:, 0]
        turn = 0.5 * moved.stretch * h.leverage * top.d3
        count = grouping.count
        right = np.bincount(codes, a * turn, count) + moved.pull
        follow = h.solve([right[:, None]])[0][codes, 0]
        row = turn + top.d2 * a * follow
        reach = h.reach[0][:, 0] * moved.stretch
        entry = float(np.sum(z * (row * u[0][codes, 0] + top.d1 * follow + top.d2 * reach)))
        bend = 0.5 * moved.stretch * h.leverage * top.p2
        return row, entry, float(np.sum(bend + a * follow * top.p1))


def _sums(points: Quadrature, rows: Floats) -> Floats:
    """Rows added up within levels at every node."""
    count = points.groupings[0].count
    return np.stack([np.bincount(points.unit, part, count) for part in rows])


@dataclass(frozen=True, eq=False)
class _Moved:
    """How the sum over nodes answers to a shift of them (per level) and to a stretch (per row)."""

    pull: Floats
    stretch: Floats
