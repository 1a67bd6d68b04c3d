"""The log-likelihood with the random effects integrated out, by Laplace's method, and its slope.

L = h(u) - log|H| / 2 at the mode u of the joint log-likelihood h, with H = I + A' W A, A = Z Lambda
and W = -d2 (Tierney and Kadane 1986). The gradient is exact: it follows the mode, by one solved
system in place of one per parameter (the adjoint form of Skaug and Fournier 2006).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from openimt.trial.counts.curvature import curvature
from openimt.trial.counts.grouping import Blocks, Grouping, unpack
from openimt.trial.counts.mode import Setting, find_mode
from openimt.trial.counts.slopes import Family
from openimt.trial.matrix import Floats, Ints

LOST = (-np.inf, np.zeros(0))


@dataclass(eq=False)
class Approximation:
    """L as a function of theta = (beta, free entries of every Lambda, psi where it is free).

    ``groupings`` stand with the one of most levels first. The last mode is kept as the start of
    the next search, which changes how long it takes and not what is found.
    """

    x: Floats
    offset: Floats
    family: Family
    groupings: tuple[Grouping, ...]
    u: Blocks = field(init=False)
    unit: Ints = field(init=False)
    unit_of: list[Ints] = field(init=False)

    def __post_init__(self) -> None:
        self.u = [np.zeros((g.count, g.size)) for g in self.groupings]
        apart = len(self.groupings) == 1
        zero = np.zeros(len(self.x), dtype=np.int64)
        self.unit = self.groupings[0].codes if apart else zero
        self.unit_of = [
            np.arange(g.count) if apart else np.zeros(g.count, dtype=np.int64)
            for g in self.groupings
        ]

    @property
    def size(self) -> int:
        """How many parameters theta has."""
        free = sum(g.free for g in self.groupings)
        return int(self.x.shape[1]) + free + int(self.family.free)

    def parts(self, theta: Floats) -> tuple[Floats, Blocks, float]:
        """Theta as beta, Lambdas and psi."""
        p, last = self.x.shape[1], len(theta) - int(self.family.free)
        psi = float(theta[-1]) if self.family.free else 0.0
        return theta[:p], unpack(self.groupings, theta[p:last]), psi

    def setting(self, theta: Floats) -> Setting:
        """The rows at theta, the random effects still open."""
        beta, lambdas, psi = self.parts(theta)
        a = [g.z @ block for g, block in zip(self.groupings, lambdas, strict=True)]
        return Setting(
            self.family,
            self.groupings,
            a,
            self.offset + self.x @ beta,
            psi,
            self.unit,
            self.unit_of,
            self.groupings[0].count if len(self.groupings) == 1 else 1,
        )

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """L and its gradient; L is minus infinity where it cannot be evaluated."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
            if not self.groupings:
                return self._plain(theta)
            try:
                return self._integrated(self.setting(theta))
            except np.linalg.LinAlgError:
                return LOST

    def _integrated(self, setting: Setting) -> tuple[float, Floats]:
        u, found = find_mode(setting, self.u)
        if not found:
            u, found = find_mode(setting, [np.zeros_like(part) for part in self.u])
        if not found:
            return LOST
        value, gradient = self.at_mode(setting, u)
        if not (np.isfinite(value) and np.isfinite(gradient).all()):
            return LOST
        self.u = u
        return value, gradient

    def at_mode(self, setting: Setting, u: Blocks) -> tuple[float, Floats]:
        """L and its gradient by Laplace's method, the mode being known."""
        s = self.family.slopes(setting.eta(u), setting.psi)
        h = curvature(self.groupings, setting.a, -s.d2)
        value = float(np.sum(setting.height(u, s.value)) - 0.5 * h.log_det)
        turn = 0.5 * h.leverage * s.d3
        follow = h.solve([g.sums(a * turn[:, None]) for g, a in self._with(setting.a)])
        carried = _carried(self.groupings, setting.a, follow)
        row = s.d1 + turn + s.d2 * carried
        entries = [
            grouping.z.T @ (row[:, None] * effects[g] + s.d1[:, None] * v[g] + s.d2[:, None] * k)
            for grouping, g, effects, v, k in zip(
                self.groupings, [g.codes for g in self.groupings], u, follow, h.reach, strict=True
            )
        ]
        spread = float(np.sum(s.p0 + 0.5 * h.leverage * s.p2 + carried * s.p1))
        return value, self.gather(row, entries, spread)

    def gather(self, row: Floats, entries: Sequence[Floats], spread: float) -> Floats:
        """The gradient from what each row, each Lambda and the dispersion contribute."""
        lower = [part[np.tril_indices(len(part))] for part in entries]
        last = [np.array([spread])] if self.family.free else []
        return np.concatenate([self.x.T @ row, *lower, *last])

    def _with(self, blocks: Blocks) -> list[tuple[Grouping, Floats]]:
        return list(zip(self.groupings, blocks, strict=True))

    def _plain(self, theta: Floats) -> tuple[float, Floats]:
        beta, _, psi = self.parts(theta)
        s = self.family.slopes(self.offset + self.x @ beta, psi)
        value = float(np.sum(s.value))
        return (value, self.gather(s.d1, [], float(np.sum(s.p0)))) if np.isfinite(value) else LOST


def _carried(groupings: Sequence[Grouping], a: Blocks, follow: Blocks) -> Floats:
    """A v for every row."""
    parts = zip(groupings, a, follow, strict=True)
    return np.asarray(sum(np.einsum("ni,ni->n", own, v[g.codes]) for g, own, v in parts))
