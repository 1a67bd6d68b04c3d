"""Uncertainty: the jackknife over persons, Rubin's rules, and what they say of an estimate."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from openimt.errors import TrialError
from openimt.trial.linear import Contrast
from openimt.trial.matrix import Floats


def jackknife_covariance(left_out: Floats) -> Floats:
    """(n-1)/n sum (t_i - mean)(t_i - mean)' of estimates with one person left out, shape (n, k).

    Source: Efron and Tibshirani 1994, chapter 11.

    >>> jackknife_covariance(np.array([[1.0], [2.0], [3.0]]))
    array([[1.33333333]])
    """
    n = len(left_out)
    centred = left_out - left_out.mean(axis=0)
    return np.asarray((n - 1) / n * centred.T @ centred)


@dataclass(frozen=True)
class Pooled:
    """A standard error and its degrees of freedom, both of any one shape."""

    se: Floats
    df: Floats


def rubin(within: Floats, between: Floats, draws: int, df_complete: float) -> Pooled:
    """Rubin's rules with the degrees of freedom of Barnard and Rubin (1999).

    ``within`` is the mean variance of the completed analyses and ``between`` the variance of
    their estimates. V = W + (1 + 1/M) B, l = (1 + 1/M) B / V, 1/df = l^2/(M-1) + 1/df_obs with
    df_obs = (v+1)/(v+3) v (1-l). Where nothing was imputed B is 0 and df is that of the analysis.

    >>> made = rubin(np.array(1.0), np.array(0.5), 10, 100.0)
    >>> f"{made.se:.4f} {made.df:.2f}"
    '1.2450 33.56'
    """
    missing = (1 + 1 / draws) * between
    total = within + missing
    share = missing / total
    observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
    df = 1 / (share**2 / (draws - 1) + 1 / observed)
    return Pooled(np.sqrt(total), np.where(between > 0, df, df_complete))


def concluded(estimate: float, se: float, df: float, level: float) -> Contrast:
    """An estimate with its two-sided test against zero and its interval.

    An estimate without error raises TrialError: its outcomes do not vary.
    """
    if not se > 1e-12 * abs(estimate):
        says = "the completed outcomes of a visit do not vary, so nothing can be tested there"
        raise TrialError(f"{says}; look at the value a composite strategy gives")
    t = estimate / se
    half = float(stdtrit(df, 0.5 + level / 2)) * se
    p = float(2 * stdtr(df, -abs(t)))
    return Contrast(estimate, se, df, t, p, estimate - half, estimate + half, level)


def two_sided(t: Floats, df: Floats) -> Floats:
    """The two-sided p of each t."""
    return np.asarray(2 * stdtr(df, -np.abs(t)))
