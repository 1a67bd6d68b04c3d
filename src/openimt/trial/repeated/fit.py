"""Fit a mixed model for repeated measures, to a model matrix or to sums over persons."""

from collections.abc import Sequence
from dataclasses import dataclass

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.repeated.checks import check_covariance, check_repeats
from openimt.trial.repeated.likelihood import Likelihood
from openimt.trial.repeated.people import People
from openimt.trial.repeated.result import SumsFit
from openimt.trial.repeated.sandwich import POWERS, sandwich
from openimt.trial.repeated.search import Found, Search
from openimt.trial.repeated.start import moments
from openimt.trial.repeated.structure import structure
from openimt.trial.repeated.sums import Sums

DF = ("kr", "kr-logchol", "satterthwaite", "residual", "normal")
METHODS = ("reml", "ml")


@dataclass(frozen=True, eq=False, repr=False)
class RepeatedFit(SumsFit):
    """A model fitted to a model matrix; satisfies :class:`openimt.trial.linear.Fitted`."""

    matrix: ModelMatrix
    people: People


def fit_sums(
    sums: Sums,
    *,
    covariance: str = "un",
    method: str = "reml",
    df: str = "kr",
    start: SumsFit | Floats | None = None,
) -> SumsFit:
    """Fit to sums over persons, such as everyone but one.

    ``start``, a fit to nearly the same persons or its ``sigma`` (G, T, T), saves some of the
    steps. The rest is as in :func:`fit_repeated`, and so are the errors.
    """
    _check_words(method, df)
    begin = start.sigma if isinstance(start, SumsFit) else start
    likelihood, found = _search(sums, covariance, method, begin)
    return SumsFit(structure(covariance), method, df, likelihood, found, None)


def fit_repeated(
    matrix: ModelMatrix,
    *,
    covariance: str = "un",
    method: str = "reml",
    df: str = "kr",
    groups: Ints | None = None,
    group_names: Sequence[str] = (),
    weights: Floats | None = None,
    vcov: str = "model",
) -> RepeatedFit:
    """Fit a mixed model for repeated measures (MMRM).

    The outcomes of person i are normal with mean X_i beta and covariance Sigma over the visits
    attended; whatever is missing is missing at random.

    ``covariance`` is ``un``, ``cs``, ``csh``, ``ar1``, ``ar1h``, ``toep``, ``toeph``, ``ad`` or
    ``adh``. ``method`` is ``reml`` or ``ml``. ``df`` is ``kr`` (Kenward-Roger), ``kr-logchol`` (the
    default of R mmrm), ``satterthwaite``, ``residual`` or ``normal``. ``groups`` (n,) gives every
    group a Sigma of its own. ``weights`` (n,) make the residual covariance G^-1/2 Sigma G^-1/2.
    ``vcov`` is ``model``, or the sandwich ``cr0``, ``cr2`` or ``cr3``, which has degrees of freedom
    of its own: with it ask for ``satterthwaite``, ``residual`` or ``normal``.

    A fit has converged: no entry of the gradient of -2 log L reaches 1e-6. Raises
    :class:`TrialError` where it cannot, and for data no such model can be fitted to.
    Mallinckrodt and others (2008), Drug Inf J 42:303; Kenward and Roger (1997), Biometrics 53:983.

    >>> import pandas as pd
    >>> from openimt.trial.model.formula import model_matrix
    >>> table = pd.DataFrame({"who": [k // 2 for k in range(20)], "week": [4, 8] * 10})
    >>> table["arm"] = ["usual" if who < 5 else "new" for who in table.who]
    >>> table["score"] = [9, 8, 7, 7, 8, 6, 9, 9, 6, 7, 8, 5, 7, 4, 9, 5, 6, 5, 7, 3]
    >>> matrix = model_matrix(
    ...     table, "score ~ arm*week", subject="who", visit="week", reference={"arm": "usual"}
    ... )
    >>> fit = fit_repeated(matrix)
    >>> fit
    RepeatedFit(un, REML, kr: 10 persons, 20 rows; loglik -26.7964; gradient below 1e-06)
    >>> [(one.term, round(one.estimate, 2)) for one in fit.coefficients]
    [('(Intercept)', 7.8), ('armnew', -0.4), ('week8', -0.4), ('armnew:week8', -2.6)]
    >>> at_week_8 = fit.contrast([0, 1, 0, 1])
    >>> round(at_week_8.estimate, 2), round(at_week_8.se, 3), round(at_week_8.df, 1)
    (-3.0, 0.648, 8.0)
    """
    _check_words(method, df)
    _check_vcov(vcov, df)
    people = People.of(matrix, groups=groups, group_names=group_names, weights=weights)
    check_repeats(matrix, structure(covariance))
    likelihood, found = _search(people.sums(), covariance, method, None)
    robust = None if vcov == "model" else sandwich(vcov, people, found)
    return RepeatedFit(structure(covariance), method, df, likelihood, found, robust, matrix, people)


def _search(
    sums: Sums, covariance: str, method: str, start: Floats | None
) -> tuple[Likelihood, Found]:
    kind = structure(covariance)
    check_covariance(sums, kind)
    likelihood = Likelihood(sums, reml=method == "reml")
    begin = moments(sums) if start is None else start / sums.layout.unit**2
    return likelihood, Search(likelihood, kind).run(begin, warm=start is not None)


def _check_words(method: str, df: str) -> None:
    if method not in METHODS:
        raise TrialError(f"There is no method {method!r}; choose reml or ml.")
    if df not in DF:
        raise TrialError(f"There are no degrees of freedom {df!r}; choose {', '.join(DF)}.")
    if method == "ml" and df.startswith("kr"):
        raise TrialError(
            "Kenward and Roger's method corrects a REML fit; choose method 'reml', or "
            "df 'satterthwaite'."
        )


def _check_vcov(vcov: str, df: str) -> None:
    if vcov != "model" and vcov not in POWERS:
        raise TrialError(f"There is no covariance {vcov!r}; choose model, cr0, cr2 or cr3.")
    if vcov != "model" and df.startswith("kr"):
        raise TrialError(
            "A sandwich has degrees of freedom of its own, not Kenward and Roger's; "
            "choose df 'satterthwaite'."
        )
