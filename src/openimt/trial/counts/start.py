"""Where the climb begins, and steps of about one standard error in every direction.

Each start has shape (P,), the scale of steps (P, P).

The likelihood of a mixed model of counts can have more than one peak where counts are few: much
spread between persons and little within, or the other way round. So the climb begins from both.
"""

import numpy as np

from openimt.trial.counts.approximate import Approximation
from openimt.trial.counts.grouping import pack
from openimt.trial.matrix import Floats

SPREADS = ((0.6, 0.6, 0.0), (1.6, 1.6, 2.0), (0.6, 0.05, 0.0), (1.6, 0.05, 2.0))
"""Standard deviation of the first effect and of the others; how far to go towards Poisson."""


def from_mean_rate(plain: Approximation) -> tuple[Floats, Floats]:
    """Without random effects: all rates alike, and the dispersion 1."""
    free = int(plain.family.free)
    beta = _level(plain)
    return np.append(beta, np.zeros(free)), _scale(plain, plain, beta, np.zeros(free))


def from_plain_fit(shape: Approximation, theta: Floats) -> tuple[list[Floats], Floats]:
    """From the fit without random effects, with spreads of several sizes."""
    p = shape.x.shape[1]
    beta, psi = theta[:p], np.clip(theta[p:], -3.0, 3.0)
    plain = Approximation(shape.x, shape.offset, shape.family, ())
    sizes = [g.size for g in shape.groupings]
    starts = []
    for first, others, towards in SPREADS if sum(sizes) > 1 else SPREADS[:2]:
        blocks = [others * np.eye(size) for size in sizes]
        blocks[0][0, 0] = first
        at = psi + towards * shape.family.towards_poisson
        starts.append(np.concatenate([beta, pack(blocks), at]))
    return starts, _scale(shape, plain, beta, psi)


def _level(plain: Approximation) -> Floats:
    """Coefficients whose linear predictor is as constant as they can make it."""
    eta = np.zeros(len(plain.x))
    for _ in range(4):
        _, d1, d2 = plain.family.curve(plain.offset + eta, 0.0)
        weight = np.maximum(-d2, 1e-8)
        eta = eta + np.clip(float(np.sum(d1)) / float(np.sum(weight)), -2.0, 2.0)
    return np.asarray(np.linalg.lstsq(plain.x, eta, rcond=None)[0])


def _scale(shape: Approximation, plain: Approximation, beta: Floats, psi: Floats) -> Floats:
    p = len(beta)
    scale = np.eye(shape.size)
    scale[:p, :p] = _whitened(plain, beta, float(psi[0]) if len(psi) else 0.0)
    entries = [1.0 / np.sqrt(2.0 * g.count) for g in shape.groupings for _ in range(g.free)]
    last = [2.0 / np.sqrt(len(shape.x))] * len(psi)
    scale[p:, p:] = np.diag([*entries, *last])
    return scale


def _whitened(plain: Approximation, beta: Floats, psi: float) -> Floats:
    """One standard error in every independent direction of the coefficients, all else known."""
    with np.errstate(over="ignore", invalid="ignore"):
        _, _, d2 = plain.family.curve(plain.offset + plain.x @ beta, psi)
    weight = np.clip(np.nan_to_num(-d2, nan=1.0), 1e-2, 1e6)
    lower = np.linalg.cholesky(plain.x.T @ (plain.x * weight[:, None]))
    return np.asarray(np.linalg.inv(lower).T)
