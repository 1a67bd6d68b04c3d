"""Predictions of random effects (BLUPs) with their prediction error. Henderson (1975)."""

from collections.abc import Sequence

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.result import RandomEffect
from openimt.trial.mixed.state import Predicted


def predictions(
    effects: Sequence[Effect],
    size: float,
    covariances: Sequence[Floats],
    predicted: Sequence[Predicted],
) -> tuple[RandomEffect, ...]:
    """G Z'P y for every level, and the root of the diagonal of G - G Z'P Z G.

    ``size`` is what the outcome was divided by; covariances and sums are in scaled units.
    """
    return tuple(
        _one(effect, size, s, part)
        for effect, s, part in zip(effects, covariances, predicted, strict=True)
    )


def _one(effect: Effect, size: float, s: Floats, part: Predicted) -> RandomEffect:
    back = np.linalg.inv(effect.root) * size
    estimate = part.score @ s @ back.T
    error = back @ (s - s @ part.inner @ s) @ back.T
    se = np.sqrt(np.maximum(np.diagonal(error, axis1=1, axis2=2), 0.0))
    return RandomEffect(effect.term, effect.names, effect.levels, estimate, se)
