"""Degrees of freedom and tests in small samples: Satterthwaite and Kenward-Roger.

Satterthwaite takes the covariance of the variance parameters from the OBSERVED information, as R's
lmerTest does; Kenward-Roger takes it from the EXPECTED information, as R's pbkrtest does, with
second derivatives of V left out (R_ij = 0; they are zero where residuals are independent).
Where an estimate lies on the boundary, Satterthwaite takes it as known to lie there (a variance of
zero stays zero, a correlation of 1 stays 1) and Kenward-Roger counts the parameters as estimated
all the same, which costs degrees of freedom; each as its R package does.
Satterthwaite (1946); Fai and Cornelius (1996); Kenward and Roger (1997).
"""

from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.linear import FTest
from openimt.trial.matrix import Floats

TOO_FEW = (
    "the levels of the random effects are too few to test {} weighted sums at once by "
    "Kenward-Roger; test them one by one"
)


@dataclass(frozen=True, eq=False)
class SmallSample:
    """What tests need, in the units the fit works with; ``back`` (p, p) leads from these to X.

    In these units what differs within levels and what differs between them stand apart, so that a
    sum of the one kind keeps its digits however large the spread of the other.
    ``phi`` (p, p) is the model's covariance of the coefficients, ``adjusted`` the one that tests
    use; ``p`` (K, p, p) holds X'V^-1 V_k V^-1 X; ``w`` (K, K) is the covariance of the K variance
    parameters. ``method`` is ``kr``, ``satterthwaite``, ``residual`` or ``normal``.
    """

    back: Floats
    phi: Floats
    adjusted: Floats
    p: Floats
    w: Floats
    method: str
    residual_df: float

    def se(self, weights: Floats) -> float:
        """The standard error of one weighted sum of the coefficients of X, shape (p,)."""
        inward = weights @ self.back
        return float(np.sqrt(inward @ self.adjusted @ inward))

    def df(self, weights: Floats) -> float:
        """Degrees of freedom of one weighted sum of coefficients; ``weights`` has shape (p,)."""
        if self.method in {"residual", "normal"}:
            return self.residual_df
        inward = weights @ self.back
        along = self.phi @ inward
        slope = np.einsum("a,kab,b->k", along, self.p, along)
        spread = float(slope @ self.w @ slope)
        return 2 * float(inward @ along) ** 2 / spread if spread > 0 else np.inf

    def joint(self, beta: Floats, weights: Floats) -> FTest:
        """The joint test of the rows of ``weights``, shape (r, p); rows may repeat each other.

        Kenward and Roger's does not depend on how the rows are written; Satterthwaite's degrees of
        freedom do, as in lmerTest. Raises TrialError where the levels are too few to judge by.
        """
        if self.method != "kr":
            return _satterthwaite(self, beta, np.atleast_2d(weights))
        rows = _graded(independent_rows(np.asarray(weights @ self.back)), self.phi)
        return _kenward_roger(self, np.asarray(np.linalg.solve(self.back, beta)), rows)


def independent_rows(weights: Floats) -> Floats:
    """As many rows as the matrix has rank, spanning the same space."""
    _, size, axes = np.linalg.svd(np.atleast_2d(weights))
    return np.asarray(axes[: int((size > 1e-10 * size.max(initial=0.0)).sum())])


def _graded(rows: Floats, phi: Floats) -> Floats:
    """The same space with rows that leave out, one after another, the most variable columns."""
    order = np.argsort(-np.diag(phi), kind="stable")
    found = np.empty_like(rows)
    found[:, order] = np.linalg.qr(rows[:, order], mode="r")
    return found


def adjusted(phi: Floats, p: Floats, q: Floats, w: Floats) -> Floats:
    """Kenward and Roger's covariance of the coefficients; ``q`` has shape (K, K, p, p)."""
    inner = np.einsum("ij,ijab->ab", w, q)
    inner -= np.einsum("ij,iab,bc,jcd->ad", w, p, phi, p, optimize=True)
    found = phi + 2 * phi @ inner @ phi
    return np.asarray((found + found.T) / 2)


def _satterthwaite(small: SmallSample, beta: Floats, rows: Floats) -> FTest:
    """Fai and Cornelius: independent sums, each with its own df, joined by the mean of F."""
    inward = rows @ small.back
    size, axes = np.linalg.eigh(inward @ small.phi @ inward.T)
    kept = size > 1.5e-8 * size[-1]
    size, sums = size[kept], axes.T[kept] @ rows
    r = len(sums)
    f = float(((sums @ beta) ** 2 / size).sum()) / r
    each = np.array([small.df(one) for one in sums])
    return _f_test(f, r, _joined(each), 1.0)


def _joined(each: Floats) -> float:
    if np.isinf(each).any() or np.ptp(each) < 1e-8:
        return float(each.mean()) if not np.isinf(each).any() else _finite_or_none(each)
    if (each <= 2).any():
        return 2.0
    expected = float((each / (each - 2)).sum())
    return 2 * expected / (expected - each.size)


def _finite_or_none(each: Floats) -> float:
    """Sums with endless df count as 1 in the mean of F."""
    finite = each[np.isfinite(each)]
    if not finite.size:
        return float("inf")
    if (finite <= 2).any():
        return 2.0
    expected = float((finite / (finite - 2)).sum()) + each.size - finite.size
    return 2 * expected / (expected - each.size)


def _kenward_roger(small: SmallSample, beta: Floats, rows: Floats) -> FTest:
    r = len(rows)
    middle = rows.T @ np.linalg.solve(rows @ small.phi @ rows.T, rows)
    turned = np.einsum("ab,bc,kcd->kad", middle, small.phi, small.p @ small.phi, optimize=True)
    traces = np.einsum("kaa->k", turned)
    a1 = float(traces @ small.w @ traces)
    a2 = float(np.einsum("ij,iab,jba->", small.w, turned, turned, optimize=True))
    value = rows @ beta
    f = float(value @ np.linalg.solve(rows @ small.adjusted @ rows.T, value)) / r
    df, scale = _moments_of_f(a1, a2, r)
    return _f_test(f * scale, r, df, scale)


def _moments_of_f(a1: float, a2: float, r: int) -> tuple[float, float]:
    """Denominator df and lambda that give F its mean and variance (section 3 of their paper)."""
    if a2 <= 0:
        return float("inf"), 1.0
    if r == 1:
        return 2 / a2, 1.0
    if a2 >= r:
        raise TrialError(TOO_FEW.format(r))
    b = (a1 + 6 * a2) / (2 * r)
    g = ((r + 1) * a1 - (r + 4) * a2) / ((r + 2) * a2)
    below = 3 * r + 2 * (1 - g)
    c1, c2, c3 = g / below, (r - g) / below, (r + 2 - g) / below
    mean = 1 / (1 - a2 / r)
    spread = (2 / r) * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
    over = r * spread / (2 * mean**2) - 1
    if abs(over) < 1e-12:
        return float("inf"), 1 / mean
    df = 4 + (r + 2) / over
    if df <= 2:
        raise TrialError(TOO_FEW.format(r))
    return df, df / (mean * (df - 2))


def _f_test(f: float, r: int, df: float, scale: float) -> FTest:
    from scipy.special import chdtrc, fdtrc

    p = chdtrc(r, f * r) if np.isinf(df) else fdtrc(r, df, f)
    return FTest(f, float(r), df, float(p), scale)
