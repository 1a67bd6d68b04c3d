"""Models of a trial for people who write Python: a table and a formula in, a fit that can be asked.

>>> import pandas as pd
>>> table = pd.DataFrame(
...     {
...         "id": list("aabbccddee"),
...         "week": [2, 8] * 5,
...         "arm": list("xxxxyyyyyy"),
...         "y": [3.0, 1, 5, 2, 4, 4, 6, 3, 5, 1],
...     }
... )
>>> fitted = mmrm(table, "y ~ arm*week", subject="id", visit="week")
>>> fitted.contrasts("arm")[["visit", "arm", "versus", "estimate"]].to_dict("records")[1]
{'visit': '8', 'arm': 'y', 'versus': 'x', 'estimate': 1.166...}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openimt.errors import TrialError
from openimt.trial.analysis import Analysis, Covariance, Df, Family, Method, Vcov
from openimt.trial.effects import effects
from openimt.trial.fitting import AnyFit, fit_model
from openimt.trial.means import Baseline, Weights, contrasts, ls_means
from openimt.trial.model.beside import Beside
from openimt.trial.model.formula import matrix_of
from openimt.trial.model.frame import frame_of
from openimt.trial.model.words import split_formula
from openimt.trial.shown import contrasts_table, summary_html, summary_of

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class TrialModel:
    """A fitted model with its formula. Printed, it is its summary."""

    formula: str
    fit: AnyFit
    visit: str | None

    def summary(self) -> str:
        """Formula, how the fit went, coefficients and covariance, as text."""
        return summary_of(self.fit, self.formula)

    def tidy(self) -> "DataFrame":
        """A row a coefficient: term, estimate, se, df, t, p."""
        import pandas as pd

        return pd.DataFrame([vars(one) for one in self.fit.coefficients])

    def ls_means(
        self,
        arm: str,
        visit: str | None = None,
        weights: Weights = "equal",
        baseline: Baseline = "rows",
        level: float = 0.95,
    ) -> "DataFrame":
        """A row an arm and visit: see :func:`openimt.trial.means.ls_means`."""
        import pandas as pd

        made = ls_means(self.fit, arm, visit or self.visit, weights, baseline, level)
        return pd.DataFrame([vars(one) for one in made])

    def contrasts(
        self,
        arm: str,
        visit: str | None = None,
        reference: str | None = None,
        level: float = 0.95,
    ) -> "DataFrame":
        """A row a visit and arm against the reference: estimate, se, df, t, p, low, high."""
        return contrasts_table(contrasts(self.fit, arm, visit or self.visit, reference, level))

    def effects(self) -> "DataFrame":
        """A row an effect: its joint test, see :func:`openimt.trial.effects.effects`."""
        import pandas as pd

        return pd.DataFrame([{"effect": one.name, **vars(one.test)} for one in effects(self.fit)])

    def __str__(self) -> str:
        return self.summary()

    def __repr__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return summary_html(self.summary())


def mmrm(
    data: "DataFrame",
    formula: str,
    *,
    subject: str,
    visit: str,
    covariance: Covariance = "un",
    df: Df | None = None,
    method: Method = "reml",
    by_arm: str | None = None,
    weights: str | None = None,
    vcov: Vcov = "model",
    reference: Mapping[str, str] | None = None,
) -> TrialModel:
    """A mixed model for repeated measures, such as ``bdi ~ base*month + arm*month``.

    One row a person and visit; missing outcomes are missing at random. ``by_arm`` names a column
    each of whose levels gets a covariance of its own, ``weights`` one that divides the residual
    variance. ``reference`` names the first level of a factor, ``{"arm": "TAU"}``. By REML
    degrees of freedom are Kenward and Roger's. ``vcov`` is ``model``, or the sandwich ``cr0``,
    ``cr2`` or ``cr3`` with Satterthwaite's. Raises TrialError for what cannot be fitted.
    Method: Mallinckrodt and others (2008); Kenward and Roger (1997).
    """
    asked = Analysis(
        outcome=split_formula(formula)[0],
        arm=by_arm or "",
        subject=subject,
        visit=visit,
        covariance=covariance,
        df=df,
        method=method,
        case_weights=weights,
        by_arm=by_arm is not None,
        vcov=vcov,
    )
    return _fitted(data, formula, asked, reference)


def lmm(
    data: "DataFrame",
    formula: str,
    *,
    random: str,
    subject: str,
    visit: str | None = None,
    covariance: Covariance | None = None,
    df: Df | None = None,
    method: Method = "reml",
    weights: str | None = None,
    reference: Mapping[str, str] | None = None,
) -> TrialModel:
    """A linear mixed model with random effects such as ``"1|site, time|id"``.

    Residuals are independent unless a ``covariance`` over visits is named. The rest is as in
    :func:`mmrm`; what random effects may say, in :func:`openimt.trial.mixed.parse_random`.
    """
    asked = Analysis(
        outcome=split_formula(formula)[0],
        arm="",
        subject=subject,
        visit=visit,
        random=random,
        covariance=covariance,
        df=df,
        method=method,
        case_weights=weights,
    )
    return _fitted(data, formula, asked, reference)


def rates(
    data: "DataFrame",
    formula: str,
    *,
    subject: str,
    visit: str | None = None,
    family: Family = "nb2",
    random: str | None = None,
    offset: str | None = None,
    quadrature: int = 1,
    reference: Mapping[str, str] | None = None,
) -> TrialModel:
    """A model of counts on the log scale, such as acts of self-harm by arm.

    ``offset`` names the column of the time a person was at risk (above 0, not its logarithm);
    the rest is as in :func:`lmm` and :func:`openimt.trial.counts.fit_counts`.
    """
    asked = Analysis(
        outcome=split_formula(formula)[0],
        arm="",
        subject=subject,
        visit=visit,
        random=random,
        family=family,
        offset=offset,
        quadrature=quadrature,
    )
    if not asked.counts:
        raise TrialError("a model of counts is nb1, nb2 or poisson; for a measure use mmrm or lmm")
    return _fitted(data, formula, asked, reference)


def _fitted(
    data: "DataFrame", formula: str, asked: Analysis, reference: Mapping[str, str] | None
) -> TrialModel:
    frame = frame_of(data)
    matrix, places = matrix_of(
        frame,
        formula,
        subject=asked.subject,
        visit=asked.visit,
        reference=reference or {},
        categorical=(asked.arm,) if asked.arm else (),
        also=[name for name in (asked.case_weights, asked.offset) if name],
    )
    return TrialModel(formula, fit_model(matrix, asked, Beside(frame, places)), asked.visit)
