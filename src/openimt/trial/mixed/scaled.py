"""The same rows in units that suit arithmetic: orthonormal columns, residuals of size 1."""

from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, ModelMatrix


@dataclass(frozen=True, eq=False)
class Scaled:
    """``b`` = [Q e / size] with X = Q ``root`` and e what least squares leaves of y.

    ``ols`` are the least squares coefficients; all rows are times ``weight``, the square root of
    their weights. Coefficients found for Q are brought back by :meth:`coefficients`.
    """

    b: Floats
    root: Floats
    ols: Floats
    size: float
    weight: Floats

    def coefficients(self, found: Floats) -> Floats:
        """Coefficients of X from those of Q."""
        return self.ols + self.size * np.asarray(np.linalg.solve(self.root, found))

    def covariance(self, found: Floats) -> Floats:
        """The covariance of coefficients of X from that of Q; leading axes are kept."""
        back = np.linalg.inv(self.root) * self.size
        return np.asarray(back @ found @ back.T)

    def information(self, found: Floats) -> Floats:
        """A matrix of the kind X'V^-1 V_k V^-1 X, V_k in scaled units, brought back."""
        onward = self.root / self.size
        return np.asarray(onward.T @ found @ onward)

    def loglik(self, value: float, *, reml: bool) -> float:
        """The log-likelihood in the units of the outcome from -2 log L in scaled units."""
        n, p = self.b.shape[0], self.b.shape[1] - 1
        log_size = float(np.log(self.size))
        value += 2 * (n - p if reml else n) * log_size
        value -= 2 * float(np.log(self.weight).sum())
        if reml:
            value += 2 * float(np.log(np.abs(np.diag(self.root))).sum())
        return -value / 2


def scaled(matrix: ModelMatrix, weights: Floats | None) -> Scaled:
    """The rows of a model, weighted where asked; weights must be positive numbers, shape (n,)."""
    weight = np.ones(matrix.n) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.shape != (matrix.n,) or not (np.isfinite(weight).all() and (weight > 0).all()):
        raise TrialError("weights must be one positive number for each analysed row; correct them")
    weight = np.sqrt(weight)
    q, root = np.linalg.qr(matrix.x * weight[:, None])
    y = matrix.y * weight
    along = q.T @ y
    left = y - q @ along
    left -= q @ (q.T @ left)
    size = float(np.sqrt((left**2).mean()))
    b = np.column_stack([q, left / size])
    return Scaled(b, root, np.linalg.solve(root, along), size, weight)
