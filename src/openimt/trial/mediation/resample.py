"""Intervals of an indirect effect: by the bootstrap, or by drawing coefficients.

A product of two coefficients is not normal, so neither interval assumes that it is. Bootstrap:
persons are drawn anew within each arm, percentiles (Efron 1979; Preacher and Hayes 2008). Monte
Carlo: coefficients are drawn from their normal distributions (MacKinnon, Lockwood, Williams 2004)
and covariates stay at their mean, so a direct effect that hangs on them comes out too sure.
"""

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats
from openimt.trial.mediation.paths import Designs, Paths, covariance
from openimt.trial.mediation.people import MediationData

LOST = 0.01
"""Share of resamples that may be without a solution before the bootstrap is refused."""
SOUND = 1e-10


def bootstrap(data: MediationData, made: Designs, draws: int, rng: np.random.Generator) -> Paths:
    """Paths of ``draws`` resamples, arms keeping their size."""
    times = np.zeros((draws, data.n))
    for arm in (0, 1):
        own = np.flatnonzero(data.arm == arm)
        times[:, own] = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=draws)
    first, kept_first = _weighted(made.mediator, data.mediator, times)
    second, kept_second = _weighted(made.outcome, data.outcome, times)
    kept = kept_first & kept_second
    if kept.mean() < 1 - LOST:
        raise TrialError(
            f"{draws - int(kept.sum())} of {draws} resamples have no solution: too few persons for "
            "these columns; leave out covariates or use the Monte Carlo interval"
        )
    middle = times @ data.covariates / data.n
    return Paths(first[kept], second[kept], middle[kept], made.interaction)


def monte_carlo(
    data: MediationData,
    made: Designs,
    fitted: Paths,
    draws: int,
    rng: np.random.Generator,
) -> Paths:
    """Paths from coefficients drawn from their estimated sampling distributions."""
    parts = (
        (fitted.mediator[0], covariance(made.mediator, data.mediator)),
        (fitted.outcome[0], covariance(made.outcome, data.outcome)),
    )
    first, second = (
        mean + rng.standard_normal((draws, len(mean))) @ np.linalg.cholesky(spread).T
        for mean, spread in parts
    )
    return Paths(first, second, fitted.middle, made.interaction)


def _weighted(
    design: Floats, y: Floats, times: Floats
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Least squares with each row counted ``times``, for all resamples at once.

    Columns are made orthonormal first, so that normal equations keep their digits.
    """
    basis, upper = np.linalg.qr(design)
    p = basis.shape[1]
    outer = (basis[:, :, None] * basis[:, None, :]).reshape(len(y), p * p)
    gram = (times @ outer).reshape(-1, p, p)
    right = times @ (basis * y[:, None])
    values = np.linalg.eigvalsh(gram)
    kept: np.ndarray[tuple[int], np.dtype[np.bool_]] = values[:, 0] > SOUND * values[:, -1]
    gram[~kept] = np.eye(p)
    solved = np.linalg.solve(gram, right[..., None])[..., 0]
    beta: Floats = np.linalg.solve(upper, solved.T).T
    return beta, kept
