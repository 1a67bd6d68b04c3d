"""Two linear models and the effects that follow from them.

    M = b0 + b1 A + b2'C + e_M          the mediator, given arm and covariates
    Y = t0 + t1 A + t2 M + t3 A M + t4'C + e_Y      the outcome; t3 = 0 without interaction

With C at its mean c (Pearl 2001; VanderWeele and Vansteelandt 2009, Stat Interface 2:457):
direct = t1 + t3 (b0 + b2'c), indirect = b1 (t2 + t3), total = direct + indirect. The direct
effect is the natural one in which the mediator stays as without treatment; the indirect effect
is then taken under treatment. Without interaction the indirect effect is the product b1 t2.
"""

from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats
from openimt.trial.mediation.people import MediationData

TOLERANCE = 1e-10


@dataclass(frozen=True, eq=False)
class Paths:
    """Coefficients of many fits at once: ``mediator`` (b, 2 + q), ``outcome`` (b, 3 or 4 + q)."""

    mediator: Floats
    outcome: Floats
    middle: Floats
    """Means of the covariates, shape (b, q) or (q,)."""
    interaction: bool

    @property
    def a(self) -> Floats:
        """The difference between arms in the mediator, b1."""
        return self.mediator[:, 1]

    @property
    def b(self) -> Floats:
        """The slope of the outcome on the mediator under treatment, t2 + t3."""
        return self.outcome[:, 2] + (self.outcome[:, 3] if self.interaction else 0.0)

    @property
    def indirect(self) -> Floats:
        """The natural indirect effect."""
        return self.a * self.b

    @property
    def direct(self) -> Floats:
        """The natural direct effect."""
        if not self.interaction:
            return self.outcome[:, 1]
        without = self.mediator[:, 0] + (self.mediator[:, 2:] * self.middle).sum(axis=1)
        made: Floats = self.outcome[:, 1] + self.outcome[:, 3] * without
        return made

    @property
    def total(self) -> Floats:
        """Direct and indirect effect together."""
        return self.direct + self.indirect


@dataclass(frozen=True, eq=False)
class Designs:
    """The two design matrices of the persons."""

    mediator: Floats
    outcome: Floats
    interaction: bool


def designs(data: MediationData, *, interaction: bool) -> Designs:
    """The columns of both models. Columns that cannot be told apart: TrialError."""
    one, arm = np.ones(data.n), data.arm.astype(np.float64)
    first = np.column_stack([one, arm, data.covariates])
    crossed = [arm * data.mediator] if interaction else []
    second = np.column_stack([one, arm, data.mediator, *crossed, data.covariates])
    for design, what in ((first, "mediator"), (second, "outcome")):
        size = np.linalg.svd(design / np.abs(design).max(axis=0).clip(1e-300), compute_uv=False)
        if size[-1] < TOLERANCE * size[0]:
            raise TrialError(
                f"in the model of the {what} some columns repeat each other; leave out a covariate"
            )
    return Designs(first, second, interaction)


def fit_paths(data: MediationData, made: Designs) -> Paths:
    """Both models by least squares."""
    first, second = (
        least_squares(made.mediator, data.mediator),
        least_squares(made.outcome, data.outcome),
    )
    middle = data.covariates.mean(axis=0)
    return Paths(first[None, :], second[None, :], middle, made.interaction)


def least_squares(design: Floats, y: Floats) -> Floats:
    """The coefficients of least squares."""
    return np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], dtype=np.float64)


def residual(design: Floats, y: Floats) -> Floats:
    """What least squares leaves of ``y``."""
    left: Floats = y - design @ least_squares(design, y)
    return left


def covariance(design: Floats, y: Floats) -> Floats:
    """The covariance of the coefficients, with n - p degrees of freedom."""
    left = residual(design, y)
    variance = float(left @ left) / (len(y) - design.shape[1])
    made: Floats = variance * np.linalg.inv(design.T @ design)
    return made
