"""Everything about one point of a surface, and what predictions need of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats, Ints
from openimt.trial.mixed.cholesky import Slopes
from openimt.trial.mixed.layout import Layout
from openimt.trial.mixed.likelihood import Likelihood
from openimt.trial.mixed.moments import Moments


@dataclass(frozen=True, eq=False)
class State:
    """One point. ``nu`` are the parameters of V, shape (K,): the residual's, then every S.

    ``inner`` are the moments before the absorbed effects were added, ``moments`` those of V.
    """

    nu: Floats
    inner: Moments
    moments: Moments
    likelihood: Likelihood
    slopes: Slopes

    @property
    def gradient(self) -> Floats:
        """The gradient by the search's coordinates (and log sigma^2 where it is profiled)."""
        return self.slopes.gradient(self.likelihood.gradient)

    @property
    def hessian(self) -> Floats:
        """The Hessian by the same."""
        return self.slopes.hessian(self.likelihood.hessian)


@dataclass(frozen=True, eq=False)
class Predicted:
    """For the levels named, shape (L,): Z'P y, shape (L, k), and Z'P Z, shape (L, k, k)."""

    level: Ints
    score: Floats
    inner: Floats

    @classmethod
    def joined(cls, parts: Sequence["Predicted"]) -> "Predicted":
        """All parts of one effect in the order of its levels."""
        level = np.concatenate([part.level for part in parts])
        order = np.argsort(level)
        score = np.concatenate([part.score for part in parts])
        inner = np.concatenate([part.inner for part in parts])
        return cls(level[order], score[order], inner[order])


def beyond(state: State, u: Floats, m: Floats) -> tuple[Floats, Floats]:
    """Z'P y and Z'P Z of every block from Z'V^-1 B, (C, q, p + 1), and Z'V^-1 Z, (C, q, q)."""
    x = u[:, :, :-1]
    score = u[:, :, -1] - x @ state.likelihood.beta
    inner = m - x @ state.likelihood.phi @ x.transpose(0, 2, 1)
    return np.asarray(score), np.asarray(inner)


def among_levels(
    part: tuple[Floats, Floats], layout: Layout, effect: int, level: Ints
) -> Predicted:
    """One effect's share of a stack; ``level`` (C, count) names its levels, -1 for padding."""
    score, inner = part
    block, place = np.nonzero(level >= 0)
    at = [layout.place(effect, a).start + place for a in range(layout.widths[effect])]
    return Predicted(
        level[block, place],
        np.stack([score[block, a] for a in at], axis=1),
        np.stack([np.stack([inner[block, a, b] for b in at], axis=1) for a in at], axis=1),
    )
