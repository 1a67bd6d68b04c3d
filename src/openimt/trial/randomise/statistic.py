"""The default statistic of the re-randomisation test: a difference in adjusted means."""

from collections.abc import Sequence

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints

TOLERANCE = 1e-10


class AdjustedMeans:
    """The difference between two arms in means adjusted for covariates by least squares.

    ``y`` has one outcome for every randomised person in order of entry, NaN where missing (left
    out of the statistic, kept in the procedure). ``covariates``: shape (n, q), without intercept,
    complete where ``y`` is. ``arm`` minus ``versus`` (codes); other arms are in the model too.

    The covariates are projected out once, so that a new allocation costs one small product.
    """

    def __init__(
        self,
        y: Floats,
        covariates: Floats | None = None,
        *,
        arm: int = 1,
        versus: int = 0,
        arms: int = 2,
    ) -> None:
        observed = ~np.isnan(y)
        fixed = np.ones((len(y), 1)) if covariates is None else _with_ones(covariates)
        _check(y, fixed, observed, arm, versus, arms)
        basis = _basis(fixed[observed])
        self._observed, self._basis, self._arms = observed, basis, arms
        self._residual = y[observed] - basis @ (basis.T @ y[observed])
        self._arm, self._versus = arm, versus

    @property
    def used(self) -> int:
        """How many persons have an outcome."""
        return int(self._observed.sum())

    def __call__(self, arms: Ints) -> float:
        """The difference for one allocation, shape (n,)."""
        return float(self.many(arms[None, :])[0])

    def many(self, arms: Ints) -> Floats:
        """The differences for many allocations, shape (replicates, n); NaN if an arm is empty."""
        own = arms[:, self._observed]
        others = [arm for arm in range(self._arms) if arm != self._versus]
        dummies = np.stack([(own == arm).astype(np.float64) for arm in others], axis=1)
        onto = dummies @ self._basis
        gram = dummies @ dummies.transpose(0, 2, 1) - onto @ onto.transpose(0, 2, 1)
        sound = _sound(gram)
        made = np.full(len(arms), np.nan)
        solved = np.linalg.solve(gram[sound], (dummies[sound] @ self._residual)[..., None])
        made[sound] = solved[:, others.index(self._arm), 0]
        return made


def _sound(gram: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where the arms can be told apart once the covariates are accounted for."""
    values = np.linalg.eigvalsh(gram)
    sound: np.ndarray[tuple[int], np.dtype[np.bool_]] = values[:, 0] > TOLERANCE * np.maximum(
        1.0, values[:, -1]
    )
    return sound


def dummies(names: Sequence[str]) -> Floats:
    """A factor as columns of 0 and 1, the first level (in order of the alphabet) left out.

    >>> dummies(["b", "a", "c", "b"]).tolist()
    [[1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    """
    levels = sorted(set(names))[1:]
    return np.array([[float(name == level) for level in levels] for name in names]).reshape(
        len(names), len(levels)
    )


def _with_ones(covariates: Floats) -> Floats:
    return np.concatenate([np.ones((len(covariates), 1)), covariates], axis=1)


def _basis(fixed: Floats) -> Floats:
    """An orthonormal basis of the covariates; columns that add nothing are dropped."""
    left, size, _ = np.linalg.svd(fixed, full_matrices=False)
    made: Floats = left[:, size > TOLERANCE * size[0]]
    return made


def _check(
    y: Floats,
    fixed: Floats,
    observed: np.ndarray[tuple[int], np.dtype[np.bool_]],
    arm: int,
    versus: int,
    arms: int,
) -> None:
    if len(fixed) != len(y):
        raise TrialError(f"{len(fixed)} rows of covariates for {len(y)} outcomes")
    if arm == versus or not (0 <= arm < arms and 0 <= versus < arms):
        raise TrialError("a difference is between two arms of the trial")
    if np.isinf(y).any():
        raise TrialError("holds an infinite value; correct it or leave it empty", field="outcome")
    if not np.isfinite(fixed[observed]).all():
        raise TrialError(
            "a covariate is missing for a person who has an outcome; adjust for what everybody has",
            field="covariates",
        )
    if observed.sum() < fixed.shape[1] + arms:
        raise TrialError(f"{int(observed.sum())} outcomes are too few for {fixed.shape[1]} columns")
