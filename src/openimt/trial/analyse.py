"""From a trial's table to its answers: means, differences between arms, joint tests.

One arrow: a table and an :class:`Analysis` in, an :class:`Analysed` out. Which model is fitted
follows from the analysis: a mixed model for repeated measures, one with random effects, or one
of counts.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openimt.errors import TrialError
from openimt.trial.analysis import Analysis
from openimt.trial.answers import lines_of
from openimt.trial.effects import Effect, arm_at_all_visits, effects
from openimt.trial.fitting import AnyFit, fit_model, said_by, zero_of
from openimt.trial.linear import Coefficient
from openimt.trial.matrix import ModelMatrix
from openimt.trial.means import Difference, Mean, contrasts, ls_means
from openimt.trial.model.alike import with_alike
from openimt.trial.model.arms import check_arms, check_rows, empty_cells, spacing
from openimt.trial.model.beside import Beside
from openimt.trial.model.formula import matrix_of
from openimt.trial.model.frame import Frame, frame_of
from openimt.trial.shown import contrasts_table, summary_html
from openimt.trial.sound import check_sound, sound_tests, with_far_out

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class Analysed:
    """The answers of one analysis: the fit, and what it says of the arms.

    ``tests`` are joint tests of every effect and, where the arms may differ by visit, of the arms
    at all visits. ``warnings`` say what was left out and what a reader must know.
    """

    analysis: Analysis
    fit: AnyFit
    ls_means: tuple[Mean, ...]
    contrasts: tuple[Difference, ...]
    tests: tuple[Effect, ...]
    warnings: tuple[str, ...]

    @property
    def matrix(self) -> ModelMatrix:
        """The rows that were analysed."""
        return self.fit.matrix

    def summary(self) -> str:
        """Differences, means and joint tests as text, as the command line prints them."""
        return "\n".join([*lines_of(self), *(f"warning: {said}" for said in self.warnings)])

    def tidy(self) -> "DataFrame":
        """A row a visit and arm against the reference: estimate, se, df, t, p, low, high."""
        return contrasts_table(self.contrasts)

    def __str__(self) -> str:
        return self.summary()

    def __repr__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return summary_html(self.summary())

    @property
    def reference(self) -> str:
        """The arm that others are compared with."""
        arm = self.analysis.arm
        return next(factor.levels[0] for factor in self.matrix.factors if factor.name == arm)

    @property
    def structure(self) -> str | None:
        """The covariance of the residuals: a structure, ``independent``, or None for counts."""
        if self.analysis.counts:
            return None
        alone = self.analysis.random or not self.analysis.visit
        return self.analysis.covariance or ("independent" if alone else "un")


def analyse(data: "DataFrame", analysis: Analysis, file: str | None = None) -> Analysed:
    """Fit what the analysis asks for and tell means, differences and joint tests.

    ``data`` holds one row a person and visit; ``file`` names it in errors. Whatever the data
    cannot answer raises TrialError with the place and the remedy.

    >>> import pandas as pd
    >>> table = pd.DataFrame(
    ...     {"id": range(8), "arm": list("AABBAABB"), "score": [3.0, 5, 2, 1, 4, 4, 3, 2]}
    ... )
    >>> told = analyse(table, Analysis("score", "arm", "id"))
    >>> [(one.arm, round(one.test.estimate, 3)) for one in told.contrasts]
    [('B', -2.0)]
    """
    try:
        return _analysed(frame_of(data, file), analysis)
    except TrialError as error:
        error.file = error.file or file
        raise


def _analysed(frame: Frame, analysis: Analysis) -> Analysed:
    names = (analysis.outcome, analysis.arm, analysis.subject)
    for name in (*names, *([analysis.visit] if analysis.visit else [])):
        frame.column(name)
    check_arms(frame, *names, analysis.reference)
    also = [name for name in (analysis.case_weights, analysis.offset) if name]
    matrix, places = matrix_of(
        frame,
        analysis.formula,
        subject=analysis.subject,
        visit=analysis.visit,
        reference={analysis.arm: analysis.reference} if analysis.reference else {},
        categorical=(analysis.arm,),
        also=also,
    )
    if not (analysis.visit or analysis.random or analysis.counts):
        check_rows(frame, matrix)
    try:
        fit = fit_model(matrix, analysis, Beside(frame, places))
    except TrialError as error:
        raise with_alike(with_far_out(error, matrix), matrix, analysis.subject) from error
    means = ls_means(fit, analysis.arm, analysis.visit, analysis.weights, analysis.baseline)
    differences = contrasts(
        fit, analysis.arm, analysis.visit, weights=analysis.weights, baseline=analysis.baseline
    )
    check_sound([*_coefficients(fit), *means, *(one.test for one in differences)])
    tests, untold = sound_tests(_tests(fit, analysis))
    return Analysed(
        analysis,
        fit,
        means,
        differences,
        tests,
        (
            *matrix.warnings,
            *empty_cells(matrix, analysis.arm, analysis.visit),
            *spacing(matrix, analysis.visit, analysis.covariance),
            *said_by(fit),
            *untold,
        ),
    )


def _coefficients(fit: AnyFit) -> tuple[Coefficient, ...]:
    """Those of the fit and, of a hurdle, those of its zero part."""
    zero = zero_of(fit)
    return (*fit.coefficients, *(() if zero is None else zero.coefficients))


def _tests(fit: AnyFit, analysis: Analysis) -> tuple[Effect, ...]:
    made = effects(fit)
    both = {analysis.arm, analysis.visit}
    if analysis.visit and any(both <= set(term.variables) for term in fit.matrix.terms):
        return (*made, arm_at_all_visits(fit, analysis.arm, analysis.visit))
    return made
