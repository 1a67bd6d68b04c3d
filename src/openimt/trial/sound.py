"""Whether an answer is a number at all: with very few people some degrees of freedom are not."""

import math
from collections.abc import Sequence

from openimt.errors import TrialError
from openimt.trial.effects import Effect
from openimt.trial.linear import Coefficient, Contrast
from openimt.trial.means import Mean


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


def sound_tests(tests: Sequence[Effect]) -> tuple[tuple[Effect, ...], tuple[str, ...]]:
    """The joint tests that have a p value, and a warning for each that has none."""
    good = tuple(one for one in tests if math.isfinite(one.test.p) and one.test.den_df > 0)
    warnings = tuple(
        f"there are too few people for a joint test of '{one.name}', so none is told"
        for one in tests
        if one not in good
    )
    return good, warnings
