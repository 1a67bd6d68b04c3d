"""Where a search begins: moments of the residuals about the least-squares fit."""

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.repeated.sums import Sums


def moments(sums: Sums) -> Floats:
    """A positive definite Sigma of each group, (G, T, T), from the pairs attended together."""
    visits = sums.observed.shape[1]
    shared = sums.pairs.astype(np.float64)
    found = np.empty((len(sums.group_names), visits, visits))
    for group in range(found.shape[0]):
        mine = sums.group == group
        total = sums.products[mine, -visits:, -visits:].sum(axis=0)
        found[group] = _definite(total / np.maximum(shared[group], 1.0), shared[group] > 0)
    return found


def _definite(sigma: Floats, known: np.ndarray) -> Floats:
    """With correlations drawn in until no eigenvalue is small; 1 where a visit is unknown."""
    variance = np.where(np.diag(known), np.diag(sigma), 1.0)
    spread = np.sqrt(np.maximum(variance, 1e-12))
    likeness = np.where(known, sigma, 0.0) / np.outer(spread, spread)
    np.fill_diagonal(likeness, 1.0)
    least = float(np.linalg.eigvalsh(likeness)[0])
    if least < 0.02:
        share = (1.0 - 0.02) / (1.0 - least)
        likeness = share * likeness + (1.0 - share) * np.eye(spread.size)
    return np.asarray(likeness * np.outer(spread, spread))
