"""Whether an answer is a number at all: with very few people some degrees of freedom are not."""

import math
from collections.abc import Sequence

import numpy as np

from openimt.errors import TrialError
from openimt.trial.effects import Effect
from openimt.trial.linear import Coefficient, Contrast
from openimt.trial.matrix import ModelMatrix
from openimt.trial.means import Mean

FAR = 1e4
"""An outcome so many times as far from the median as half of all is a slip of the pen."""


def check_sound(told: Sequence[Coefficient | Contrast | Mean]) -> None:
    """Refuse an estimate without a finite standard error or with no degrees of freedom."""
    for one in told:
        finite = math.isfinite(one.estimate) and math.isfinite(one.se)
        if not (finite and one.se > 0 and one.df > 0):
            says = (
                "these data leave no degrees of freedom for an estimate of this model; use fewer "
                "terms, fewer random effects or a simpler covariance"
            )
            raise TrialError(says)


def with_far_out(error: TrialError, matrix: ModelMatrix) -> TrialError:
    """The error of a fit, with an outcome far from all others named first: it may be the cause.

    Beside such a value the spread of all others is lost to rounding, and seems to be none.
    """
    away = np.abs(matrix.y - np.median(matrix.y))
    usual, place = float(np.median(away)), int(away.argmax())
    if usual == 0 or away[place] <= FAR * usual:
        return error
    says = f"is {matrix.y[place]:g}, far from all others; correct the row. {error.says}"
    row = int(matrix.source_row[place])
    return TrialError(says, file=error.file, row=row, field=matrix.outcome)


def sound_tests(tests: Sequence[Effect]) -> tuple[tuple[Effect, ...], tuple[str, ...]]:
    """The joint tests that have a p value, and a warning for each that has none."""
    good = tuple(one for one in tests if math.isfinite(one.test.p) and one.test.den_df > 0)
    warnings = tuple(
        f"there are too few people for a joint test of '{one.name}', so none is told"
        for one in tests
        if one not in good
    )
    return good, warnings
