"""A small made-up trial for tests of the engine: two arms, four visits, some missing."""

from collections.abc import Callable

import numpy as np

from openimt.trial.matrix import ModelMatrix
from tests.trial_builders import bare_matrix


def small_trial(
    persons: int = 40,
    visits: int = 4,
    *,
    seed: int = 1,
    outcome: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None,
    keep: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None,
) -> ModelMatrix:
    """Means by visit and by arm and visit. ``outcome`` changes (persons, visits) of outcomes;
    ``keep`` says of persons and visits which rows stay."""
    chance = np.random.default_rng(seed)
    arm = np.arange(persons) % 2
    shared = chance.normal(size=(persons, 1))
    wide = 10 + shared + chance.normal(size=(persons, visits)) + np.outer(arm, np.arange(visits))
    wide = wide if outcome is None else outcome(wide, arm)
    subject, visit = (part.ravel() for part in np.mgrid[0:persons, 0:visits])
    stays = chance.random(subject.size) > 0.15
    stays |= visit == 0
    stays &= True if keep is None else keep(subject, visit)
    when = np.eye(visits)[visit]
    x = np.concatenate([when, when * arm[subject][:, None]], axis=1)[stays]
    return bare_matrix(x, wide.ravel()[stays], subject[stays], visit[stays])
