"""Analysis of covariance at one visit on completed outcomes, for many replicates at once.

y_i = z_i' b + e_i with z = (1, arms, covariates). An arm's mean is that of the model's
predictions when everybody is put into the arm.
"""

from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats


@dataclass(frozen=True, eq=False)
class Compared:
    """Least-squares means and differences against the reference, one row a replicate.

    ``values`` and ``variances`` have shape (r, k): the means of the A arms first, then the A - 1
    differences. ``df`` is what the residual variance is estimated with.
    """

    values: Floats
    variances: Floats
    df: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """The analysis of covariance of n persons, each weighted 0 or 1 in each replicate.

    ``weights`` has shape (r, n); ``inverse`` is (Z'WZ)^-1, shape (r, q, q), and ``targets`` the
    weighted sums of coefficients that are asked for, shape (r, k, q).
    """

    z: Floats
    weights: Floats
    inverse: Floats
    targets: Floats

    def compare(self, y: Floats) -> Compared:
        """The comparison of completed outcomes y, shape (r, n)."""
        values, residual = self.parts(y)
        df = float(self.weights[0].sum()) - self.z.shape[1]
        scale = np.einsum("rn,rn,rn->r", self.weights, residual, residual) / df
        return Compared(values, scale[:, None] * self.unscaled, df)

    def parts(self, y: Floats) -> tuple[Floats, Floats]:
        """What is asked for, (r, k), and the residuals, (r, n)."""
        sums = (self.weights * y) @ self.z
        b = np.einsum("rpq,rq->rp", self.inverse, sums)
        return np.einsum("rkq,rq->rk", self.targets, b), y - b @ self.z.T

    @property
    def unscaled(self) -> Floats:
        """The variances of what is asked for, over the residual variance, shape (r, k)."""
        half = self.targets @ self.inverse
        return np.asarray((half * self.targets).sum(axis=2))


def comparison(z: Floats, arms: int, weights: Floats) -> Comparison:
    """Prepares the analysis for persons' z, shape (n, q), whose columns 1 to arms-1 are the arms.

    Raises TrialError where a covariate says nothing the others do not say already.
    """
    n, q = z.shape
    squares = (z[:, :, None] * z[:, None, :]).reshape(n, q * q)
    gram = (weights @ squares).reshape(-1, q, q)
    scale = np.sqrt(np.einsum("rqq->rq", gram))
    scaled = gram / (scale[:, :, None] * scale[:, None, :]) if (scale > 0).all() else gram * 0
    if np.linalg.eigvalsh(scaled)[:, 0].min() < 1e-10:
        raise TrialError(
            "the covariates cannot be told apart for these people (one follows from the others, "
            "perhaps when one person is left out); leave one of them out of the model"
        )
    inverse = np.linalg.inv(scaled) / (scale[:, :, None] * scale[:, None, :])
    return Comparison(z, weights, inverse, _targets(z, arms, weights))


def _targets(z: Floats, arms: int, weights: Floats) -> Floats:
    middle = (weights @ z) / weights.sum(axis=1)[:, None]
    means = np.repeat(middle[:, None], arms, axis=1)
    means[:, :, 1:arms] = np.eye(arms)[:, 1:]
    return np.concatenate([means, means[:, 1:] - means[:, :1]], axis=1)
