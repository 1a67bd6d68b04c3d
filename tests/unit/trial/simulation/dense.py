"""The textbook's matrices, one row a visit: what the compiled kernel is held against."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Dense:
    """A repeated-measures model as full matrices at one Sigma."""

    gradient: Floats
    estimate: float
    se: float
    kr_se: float
    df: float


def dense_fit(y: Floats, x: Floats, who: Floats, when: Floats, sigma: Floats, c: Floats) -> Dense:
    """Gradient of -2 REML log L and the contrast's inference at ``sigma``; rows are visits."""
    same = who[:, None] == who[None, :]
    v = np.where(same, sigma[np.ix_(when, when)], 0.0)
    inverse = np.linalg.inv(v)
    phi = np.linalg.inv(x.T @ inverse @ x)
    p = inverse - inverse @ x @ phi @ x.T @ inverse
    beta = phi @ x.T @ inverse @ y
    slopes = [_slope(same, when, a, b) for a in range(len(sigma)) for b in range(a, len(sigma))]
    ps = [p @ d for d in slopes]
    py = p @ y
    gradient = np.array([np.trace(m) - py @ d @ py for m, d in zip(ps, slopes, strict=True)])
    hessian = np.array([[_second(m, n, py, y) for n in ps] for m in ps])
    spread = 2 * np.linalg.inv(hessian)
    kr, df = _kenward_roger(x, inverse, phi, slopes, spread, c)
    se = float(np.sqrt(c @ phi @ c))
    return Dense(gradient, float(c @ beta), se, kr, df)


def _slope(same: NDArray[np.bool_], when: Floats, a: int, b: int) -> Floats:
    one, two = when == a, when == b
    return np.where(same, one[:, None] & two[None, :] | two[:, None] & one[None, :], False) * 1.0


def _second(m: Floats, n: Floats, py: Floats, y: Floats) -> float:
    return float(-np.trace(m @ n) + 2 * y @ m @ n @ py)


def _kenward_roger(
    x: Floats, inverse: Floats, phi: Floats, slopes: list[Floats], spread: Floats, c: Floats
) -> tuple[float, float]:
    turned = [inverse @ d @ inverse for d in slopes]
    p = [x.T @ t @ x for t in turned]
    inner = np.zeros_like(phi)
    for k, one in enumerate(turned):
        for m, d in enumerate(slopes):
            q = x.T @ one @ d @ inverse @ x
            inner += spread[k, m] * (q - p[k] @ phi @ p[m])
    adjusted = phi + 2 * phi @ inner @ phi
    change = np.array([c @ phi @ one @ phi @ c for one in p])
    variance = c @ phi @ c
    return float(np.sqrt(c @ adjusted @ c)), float(2 * variance**2 / (change @ spread @ change))
