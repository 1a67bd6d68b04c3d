"""What every fitted model of a trial can say: coefficients, contrasts and joint tests.

Mixed models for repeated measures, random-effects models and count models all satisfy
:class:`Fitted`; means, contrasts, tests, reports and the command line build on it alone.
"""

from dataclasses import dataclass
from typing import Protocol

from openimt.trial.matrix import Floats, ModelMatrix


@dataclass(frozen=True)
class Contrast:
    """One weighted sum of coefficients, with its test against zero.

    ``df`` is infinite for a test by the normal distribution. ``low`` and ``high`` bound the
    interval of ``level`` (0.95 where nothing else was asked for).
    """

    estimate: float
    se: float
    df: float
    t: float
    p: float
    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True)
class FTest:
    """A joint test that several weighted sums are all zero; ``scale`` is Kenward-Roger's lambda."""

    f: float
    num_df: float
    den_df: float
    p: float
    scale: float = 1.0


@dataclass(frozen=True)
class Coefficient:
    """One coefficient of the mean, on the scale of the linear predictor."""

    term: str
    estimate: float
    se: float
    df: float
    t: float
    p: float


class Fitted(Protocol):
    """A fitted model. ``vcov`` is the covariance the standard errors come from, shape (p, p)."""

    @property
    def matrix(self) -> ModelMatrix:
        """The rows that were analysed."""
        ...

    @property
    def beta(self) -> Floats:
        """The coefficients of the mean, shape (p,)."""
        ...

    @property
    def vcov(self) -> Floats:
        """Their covariance, adjusted as ``df_method`` asks."""
        ...

    @property
    def df_method(self) -> str:
        """``kr``, ``kr-logchol``, ``satterthwaite``, ``residual`` or ``normal``."""
        ...

    def contrast(self, weights: Floats, level: float = 0.95) -> Contrast:
        """The weighted sum of coefficients; ``weights`` has shape (p,)."""
        ...

    def joint(self, weights: Floats) -> FTest:
        """The joint test of several weighted sums; ``weights`` has shape (r, p)."""
        ...
