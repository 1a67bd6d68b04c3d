"""The answers of a trial's analysis as a JSON document."""

import math
from typing import TYPE_CHECKING

from openimt.exchange.trial_documents import (
    AnalysisDocument,
    CoefficientDocument,
    ContrastDocument,
    FitDocument,
    JointTestDocument,
    MeanDocument,
    ModelDocument,
    RandomEffectDocument,
    ZeroCoefficientDocument,
    ZeroDocument,
)

if TYPE_CHECKING:
    from openimt.trial.analyse import Analysed
    from openimt.trial.counts import CountFit, RateRatio
    from openimt.trial.effects import Effect
    from openimt.trial.fitting import AnyFit, Varying
    from openimt.trial.linear import Coefficient
    from openimt.trial.matrix import Floats
    from openimt.trial.means import Difference, Mean


def analysis_to_json(analysed: "Analysed", call: str) -> AnalysisDocument:
    """The document that ``openimt trial analyse --json`` prints; ``call`` is the command."""
    counts = analysed.analysis.counts
    rates = counts and not analysed.analysis.hurdle
    return {
        "call": call,
        "model": _model(analysed),
        "fit": _fit(analysed.fit, analysed.analysis.by_arm),
        "ls_means": [_mean(mean, rates) for mean in analysed.ls_means],
        "contrasts": [_contrast(one, counts) for one in analysed.contrasts],
        "tests": [_test(test) for test in analysed.tests],
        "warnings": list(analysed.warnings),
    }


def _model(analysed: "Analysed") -> ModelDocument:
    asked = analysed.analysis
    made: ModelDocument = {
        "formula": asked.formula,
        "arm": asked.arm,
        "reference": analysed.reference,
        "subject": asked.subject,
        "visit": asked.visit,
        "random": asked.random,
        "family": asked.family,
        "covariance": analysed.structure,
        "method": "ml" if asked.counts else asked.method,
        "df": analysed.fit.df_method,
        "vcov": asked.vcov,
        "weights": asked.weights,
        "baseline": asked.baseline,
    }
    if asked.hurdle:
        made["hurdle"] = True
    return made


def _fit(fit: "AnyFit", by_arm: bool) -> FitDocument:
    from openimt.trial.fitting import facts, zero_of

    told = facts(fit)
    matrix = fit.matrix
    groups = {name: _rows(sigma) for name, sigma in told.residual.items()}
    made: FitDocument = {
        "converged": told.converged,
        "max_gradient": told.max_gradient,
        "iterations": told.iterations,
        "n_subjects": len(matrix.subjects),
        "n_obs": matrix.n,
        "visits": [visit for visit in matrix.visits if visit],
        "covariance": None if by_arm or not groups else next(iter(groups.values())),
        "coefficients": [_coefficient(one) for one in fit.coefficients],
    }
    made["reml_loglik" if told.method == "reml" else "loglik"] = told.loglik
    if by_arm:
        made["covariance_by_arm"] = groups
    if told.random:
        made["random"] = [_varying(one) for one in told.random]
    if not groups:
        made["dispersion"] = _finite(told.dispersion)
    zero = zero_of(fit)
    if zero is not None:
        made["zero"] = _zero(zero)
    return made


def _zero(fit: "CountFit") -> ZeroDocument:
    from openimt.trial.fitting import facts

    made: ZeroDocument = {
        "coefficients": [
            _odds(one, ratio)
            for one, ratio in zip(fit.coefficients, fit.coefficient_ratios(), strict=True)
        ]
    }
    random = facts(fit).random
    if random:
        made["random"] = [_varying(one) for one in random]
    return made


def _odds(one: "Coefficient", ratio: "RateRatio") -> ZeroCoefficientDocument:
    return {
        **_coefficient(one),
        "odds_ratio": ratio.estimate,
        "odds_ratio_ci": [ratio.low, ratio.high],
    }


def _varying(one: "Varying") -> RandomEffectDocument:
    return {
        "term": one.term,
        "names": list(one.names),
        "levels": one.levels,
        "covariance": _rows(one.covariance),
    }


def _rows(matrix: "Floats") -> list[list[float]]:
    return [[float(cell) for cell in row] for row in matrix]


def _finite(value: float | None) -> float | None:
    """A number, or null where it is infinite: degrees of freedom of the normal distribution."""
    return None if value is None or not math.isfinite(value) else value


def _coefficient(one: "Coefficient") -> CoefficientDocument:
    return {
        "term": one.term,
        "estimate": one.estimate,
        "se": one.se,
        "df": _finite(one.df),
        "t": one.t,
        "p": one.p,
    }


def _mean(mean: "Mean", rates: bool) -> MeanDocument:
    made: MeanDocument = {
        "arm": mean.arm,
        "visit": mean.visit,
        "estimate": mean.estimate,
        "se": mean.se,
        "df": _finite(mean.df),
        "ci": [mean.low, mean.high],
    }
    if rates:
        made["rate"] = math.exp(mean.estimate)
        made["rate_ci"] = [math.exp(mean.low), math.exp(mean.high)]
    return made


def _contrast(one: "Difference", counts: bool) -> ContrastDocument:
    test = one.test
    made: ContrastDocument = {
        "visit": one.visit,
        "arm": one.arm,
        "versus": one.versus,
        "estimate": test.estimate,
        "se": test.se,
        "df": _finite(test.df),
        "t": test.t,
        "p": test.p,
        "ci": [test.low, test.high],
    }
    if counts:
        made["ratio"] = math.exp(test.estimate)
        made["ratio_ci"] = [math.exp(test.low), math.exp(test.high)]
    return made


def _test(effect: "Effect") -> JointTestDocument:
    test = effect.test
    return {
        "effect": effect.name,
        "f": test.f,
        "num_df": test.num_df,
        "den_df": _finite(test.den_df),
        "p": test.p,
    }
