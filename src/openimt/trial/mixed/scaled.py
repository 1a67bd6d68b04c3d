"""The same rows in units that suit arithmetic: orthonormal columns, residuals of size 1."""

from dataclasses import dataclass, replace

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, ModelMatrix


@dataclass(frozen=True, eq=False)
class Scaled:
    """``b`` = [Q e / size] with X = Q ``root``, Q orthonormal, and e what least squares leaves.

    ``ols`` are the least squares coefficients; all rows are times ``weight``, the square root of
    their weights. Coefficients found for Q are brought back by :meth:`coefficients`.
    """

    b: Floats
    root: Floats
    ols: Floats
    size: float
    weight: Floats

    def turned(self, within: Floats) -> "Scaled":
        """With Q turned to the axes of ``within``, (p, p), the share of Q'Q inside of levels.

        What differs inside of levels and what differs between them then stand in columns of their
        own, so that a precise answer about the one is not drowned in the spread of the other.
        """
        axes = np.linalg.eigh(within)[1]
        b = np.column_stack([self.b[:, :-1] @ axes, self.b[:, -1]])
        return replace(self, b=b, root=axes.T @ self.root)

    def coefficients(self, found: Floats) -> Floats:
        """Coefficients of X from those of Q."""
        return self.ols + self.size * np.asarray(np.linalg.solve(self.root, found))

    def covariance(self, found: Floats) -> Floats:
        """The covariance of coefficients of X from that of Q; leading axes are kept."""
        back = np.linalg.inv(self.root) * self.size
        return np.asarray(back @ found @ back.T)

    def loglik(self, value: float, *, reml: bool) -> float:
        """The log-likelihood in the units of the outcome from -2 log L in scaled units."""
        n, p = self.b.shape[0], self.b.shape[1] - 1
        log_size = float(np.log(self.size))
        value += 2 * (n - p if reml else n) * log_size
        value -= 2 * float(np.log(self.weight).sum())
        if reml:
            value += 2 * float(np.linalg.slogdet(self.root)[1])
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
