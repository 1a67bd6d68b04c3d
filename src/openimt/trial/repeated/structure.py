"""The covariance structures, in one table: Sigma and its derivatives in the parameters of R mmrm.

Every structure but ``un`` is a product of powers. With f_k a standard deviation, exp(theta_k),
or a correlation, theta_k / sqrt(1 + theta_k^2),

    Sigma[a, b] = prod_k f_k ** power[k, a, b]

so a structure is its table of powers, and the derivatives are written once for all of them.
``un`` is Sigma = D L L' D: D holds the standard deviations exp(theta), L is lower triangular with
ones on its diagonal and the remaining thetas, row by row, below it.

>>> [structure.name for structure in STRUCTURES.values()]
['un', 'cs', 'csh', 'ar1', 'ar1h', 'toep', 'toeph', 'ad', 'adh']
>>> STRUCTURES["ar1"].count(4), STRUCTURES["un"].count(4)
(2, 10)
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats

_TINY = 1e-150
"""Stands for a correlation of exactly 0, by which nothing can be divided."""


@dataclass(frozen=True)
class Structure:
    """A covariance structure: what it is called, and the powers of its correlations.

    ``powers(visits)`` has shape (correlations, visits, visits). ``own`` says whether each visit
    has a variance of its own. ``words`` says what it assumes. ``un`` has no table of powers.
    """

    name: str
    words: str
    own: bool
    powers: Callable[[int], Floats] | None

    def deviations(self, visits: int) -> int:
        """How many of the parameters are standard deviations."""
        return visits if self.own else 1

    def count(self, visits: int) -> int:
        """How many parameters the structure has for so many visits."""
        if self.powers is None:
            return visits * (visits + 1) // 2
        return self.deviations(visits) + int(self.powers(visits).shape[0])


def structure(name: str) -> Structure:
    """The structure of that name; raises :class:`TrialError` for a name the table lacks."""
    if name not in STRUCTURES:
        raise TrialError(
            f"There is no covariance structure {name!r}; choose one of {', '.join(STRUCTURES)}."
        )
    return STRUCTURES[name]


def simpler(kind: Structure, visits: int, below: float = math.inf) -> str:
    """The structures to try instead: those with fewer parameters, and fewer than ``below``.

    >>> simpler(STRUCTURES["un"], 7), simpler(STRUCTURES["ar1h"], 7), simpler(STRUCTURES["cs"], 7)
    ('toeph, ar1h, toep or cs', 'toep, cs or ar1', '')
    """
    most = min(below, kind.count(visits))
    fewer = [one.name for one in _TRIED if one.count(visits) < most][:4]
    return " or ".join(", ".join(fewer).rsplit(", ", 1))


def _lags(visits: int) -> Floats:
    at = np.arange(visits)
    return np.asarray(np.abs(at[:, None] - at[None, :]), dtype=np.float64)


def _equal(visits: int) -> Floats:
    return np.asarray(_lags(visits) > 0, dtype=np.float64)[None][: visits - 1]


def _falling(visits: int) -> Floats:
    return _lags(visits)[None][: visits - 1]


def _by_lag(visits: int) -> Floats:
    lag = np.arange(1, visits, dtype=np.float64)[:, None, None]
    return np.asarray(_lags(visits)[None] == lag, dtype=np.float64)


def _between(visits: int) -> Floats:
    step, at = np.arange(visits - 1)[:, None, None], np.arange(visits)
    first, last = np.minimum(at[:, None], at), np.maximum(at[:, None], at)
    return np.asarray((first <= step) & (step < last), dtype=np.float64)


STRUCTURES: dict[str, Structure] = {
    one.name: one
    for one in (
        Structure("un", "every variance and covariance of its own", True, None),
        Structure("cs", "one variance, one correlation", False, _equal),
        Structure("csh", "a variance for each visit, one correlation", True, _equal),
        Structure("ar1", "one variance, correlation falling with distance", False, _falling),
        Structure("ar1h", "a variance for each visit, falling correlation", True, _falling),
        Structure("toep", "one variance, a correlation for each distance", False, _by_lag),
        Structure("toeph", "a variance for each visit, a correlation each distance", True, _by_lag),
        Structure("ad", "one variance, correlation handed on step by step", False, _between),
        Structure("adh", "a variance for each visit, correlation step by step", True, _between),
    )
}
_TRIED = [STRUCTURES[name] for name in ("toeph", "ar1h", "toep", "cs", "ar1")]
"""In the order in which another structure is advised."""
