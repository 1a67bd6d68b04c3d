"""The log-likelihood of a mixed model with its exact derivatives, REML and ML.

-2 log L = (n - p) log 2 pi + log|V| + log|X'V^-1 X| + r'V^-1 r by REML; by ML without the third
term and with n in place of n - p. Patterson and Thompson (1971); derivatives as in
Lindstrom and Bates (1988) and Johnson and Thompson (1995).
"""

from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.moments import Moments


@dataclass(frozen=True, eq=False)
class Likelihood:
    """-2 log L at one point, with gradient, Hessian and twice the expected information by ``nu``.

    ``beta`` and ``phi`` = (X'V^-1 X)^-1 are the generalised least squares answer there.
    """

    value: float
    gradient: Floats
    hessian: Floats
    expected: Floats
    beta: Floats
    phi: Floats


def likelihood(m: Moments, n: int, *, reml: bool) -> Likelihood:
    """The likelihood of n rows from the moments at one point."""
    width = m.a.shape[0] - 1
    phi, beta, logdet = solved(m.a)
    gamma = np.append(-beta, 1.0)
    value = m.logdet + float(gamma @ m.a @ gamma)
    value += (n - width) * LOG_2PI + logdet if reml else n * LOG_2PI
    pg = m.p @ gamma
    fitted = pg[:, :width]
    quadratic = m.q @ gamma @ gamma - fitted @ phi @ fitted.T
    phi_p = phi @ m.p[:, :width, :width]
    phi_q = np.tensordot(m.q[:, :, :width, :width], phi, ([2, 3], [1, 0]))
    expected = m.traces - 2 * phi_q + np.tensordot(phi_p, phi_p, ([1, 2], [2, 1]))
    gradient = m.trace - pg @ gamma
    if reml:
        gradient = gradient - np.einsum("iaa->i", phi_p)
    hessian = 2 * quadratic - (expected if reml else m.traces)
    if m.trace_bend.size:
        hessian = hessian + _bend(m, phi, gamma, reml=reml)
    return Likelihood(value, gradient, (hessian + hessian.T) / 2, expected, beta, phi)


LOG_2PI = float(np.log(2 * np.pi))


def solved(a: Floats) -> tuple[Floats, Floats, float]:
    """(X'V^-1 X)^-1, the coefficients and log|X'V^-1 X| from B'V^-1 B."""
    width = a.shape[0] - 1
    size = np.sqrt(np.abs(np.diag(a)[:width]))
    even = a[:width, :width] / np.outer(size, size)
    phi = np.linalg.inv(even) / np.outer(size, size)
    phi = (phi + phi.T) / 2
    logdet = float(np.linalg.slogdet(even)[1]) + 2 * float(np.log(size).sum())
    return phi, phi @ a[:width, width], logdet


def _bend(m: Moments, phi: Floats, gamma: Floats, *, reml: bool) -> Floats:
    """What the curvature of V adds to the Hessian."""
    width = phi.shape[0]
    bend = m.trace_bend - m.p_bend @ gamma @ gamma
    if reml:
        bend = bend - np.tensordot(m.p_bend[:, :, :width, :width], phi, ([2, 3], [1, 0]))
    return np.asarray(bend, dtype=np.float64)
