"""The most likely random effects given the parameters, by Newton's method, all levels at once."""

from dataclasses import dataclass

import numpy as np

from openimt.trial.counts.curvature import Curvature, curvature
from openimt.trial.counts.grouping import Blocks, Grouping
from openimt.trial.counts.slopes import Family
from openimt.trial.matrix import Floats, Ints

STEPS = 60
CLOSE = 1e-7
"""A Newton step this small leaves an error of about its square, below rounding."""


@dataclass(frozen=True, eq=False)
class Setting:
    """All that is fixed while the effects are sought: the rows, A, and the fixed part of eta."""

    family: Family
    groupings: tuple[Grouping, ...]
    a: Blocks
    fixed: Floats
    psi: float
    unit: Ints
    """Rows of different units share no effect, so that each unit may step by itself."""
    unit_of: list[Ints]
    """The unit of every level, per grouping."""
    units: int

    def eta(self, u: Blocks) -> Floats:
        """The linear predictor at effects ``u``."""
        parts = zip(self.groupings, self.a, u, strict=True)
        moved = [np.einsum("ni,ni->n", a, b[g.codes]) for g, a, b in parts]
        return np.asarray(np.sum([self.fixed, *moved], axis=0))

    def gradient(self, u: Blocks, d1: Floats) -> Blocks:
        """Slope of the joint log-likelihood in every effect."""
        parts = zip(self.groupings, self.a, u, strict=True)
        return [g.sums(a * d1[:, None]) - b for g, a, b in parts]

    def height(self, u: Blocks, value: Floats) -> Floats:
        """The joint log-likelihood of every unit."""
        found = np.zeros(self.units) + np.bincount(self.unit, value, self.units)
        for unit, effects in zip(self.unit_of, u, strict=True):
            found = found - 0.5 * np.bincount(unit, np.sum(effects**2, axis=1), self.units)
        return found


def find_mode(setting: Setting, u: Blocks) -> tuple[Blocks, bool]:
    """The mode, and whether it was found; ``u`` is where to start."""
    eta = setting.eta(u)
    value, d1, d2 = setting.family.curve(eta, setting.psi)
    height = setting.height(u, value)
    for _ in range(STEPS):
        if not (np.isfinite(height).all() and np.isfinite(d2).all()):
            return u, False
        gradient = setting.gradient(u, d1)
        step = _bent(setting, -d2).solve(gradient)
        size = max(float(np.max(np.abs(part), initial=0.0)) for part in step)
        if not np.isfinite(size):
            return u, False
        if size < CLOSE:
            return [effects + part for effects, part in zip(u, step, strict=True)], True
        u, value, d1, d2, height = _advance(setting, u, step, height)
    return u, False


def _bent(setting: Setting, w: Floats) -> Curvature:
    """H itself, or, where it has no peak there, H of the rows that do curve downwards."""
    try:
        return curvature(setting.groupings, setting.a, w)
    except np.linalg.LinAlgError:
        return curvature(setting.groupings, setting.a, np.maximum(w, 0.0))


def _advance(
    setting: Setting, u: Blocks, step: Blocks, height: Floats
) -> tuple[Blocks, Floats, Floats, Floats, Floats]:
    """The step, halved in every unit that would otherwise go down."""
    share = np.ones(setting.units)
    for _ in range(40):
        pairs = zip(setting.unit_of, u, step, strict=True)
        new = [effects + share[unit, None] * part for unit, effects, part in pairs]
        value, d1, d2 = setting.family.curve(setting.eta(new), setting.psi)
        reached = setting.height(new, value)
        lower = ~(reached >= height - 1e-9 * (1.0 + np.abs(height)))
        if not lower.any():
            break
        share[lower] *= 0.5
    return new, value, d1, d2, reached
