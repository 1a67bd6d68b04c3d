"""What is asked of a trial's data: the columns, the model, and how its answers are told."""

from dataclasses import dataclass
from typing import Literal

from openimt.errors import TrialError
from openimt.trial.means import Baseline, Weights

Covariance = Literal["un", "cs", "csh", "ar1", "ar1h", "toep", "toeph", "ad", "adh"]
Df = Literal["satterthwaite", "kr", "kr-logchol"]
Family = Literal["gaussian", "nb1", "nb2", "poisson"]
Method = Literal["reml", "ml"]
Vcov = Literal["model", "cr0", "cr2", "cr3"]

STRUCTURES = {
    "independent": "independent residuals",
    "un": "unstructured",
    "cs": "compound symmetry",
    "csh": "compound symmetry, variances by visit",
    "ar1": "first-order autoregressive",
    "ar1h": "first-order autoregressive, variances by visit",
    "toep": "Toeplitz",
    "toeph": "Toeplitz, variances by visit",
    "ad": "ante-dependence",
    "adh": "ante-dependence, variances by visit",
}
TESTS = {
    "kr": "Kenward-Roger",
    "kr-logchol": "Kenward-Roger in log-Cholesky parameters, as R's mmrm",
    "satterthwaite": "Satterthwaite",
    "residual": "residual degrees of freedom",
    "normal": "normal distribution",
}
FAMILIES = {
    "gaussian": "normal",
    "nb1": "negative binomial (NB1)",
    "nb2": "negative binomial (NB2)",
    "poisson": "Poisson",
}


@dataclass(frozen=True)
class Analysis:
    """One analysis of one table. Every name is a column of the table.

    ``terms`` is the right side of a formula, by default ``arm*visit``, or ``arm`` without a
    visit. Without ``random`` a Gaussian outcome gets one covariance over visits (``covariance``,
    by default unstructured); with it residuals are independent unless a structure is named.
    ``df`` is by default Kenward-Roger by REML and Satterthwaite by maximum likelihood, and
    counts use the normal distribution. ``hurdle`` models whether a count is 0 apart from how
    large it is where it is not. ``by_arm`` gives each arm a covariance of its own;
    ``vcov`` asks for a sandwich (``cr0``, ``cr2``, ``cr3``), with Satterthwaite's degrees of
    freedom. An analysis that contradicts itself raises TrialError.

    >>> Analysis("bdi", "arm", "id", "month").formula
    'bdi ~ arm*month'
    """

    outcome: str
    arm: str
    subject: str
    visit: str | None = None
    reference: str | None = None
    terms: str | None = None
    random: str | None = None
    family: Family = "gaussian"
    offset: str | None = None
    quadrature: int = 1
    hurdle: bool = False
    covariance: Covariance | None = None
    df: Df | None = None
    method: Method = "reml"
    weights: Weights = "equal"
    baseline: Baseline = "rows"
    case_weights: str | None = None
    by_arm: bool = False
    vcov: Vcov = "model"

    def __post_init__(self) -> None:
        for wrong, says in (*self._of_counts(), *self._of_means()):
            if wrong:
                raise TrialError(says)

    @property
    def formula(self) -> str:
        """The formula, with names that need it in quotes.

        >>> Analysis("PHQ 9", "arm", "id").formula
        '`PHQ 9` ~ arm'
        """
        crossed = _quoted(self.arm) + (f"*{_quoted(self.visit)}" if self.visit else "")
        return f"{_quoted(self.outcome)} ~ {crossed if self.terms is None else self.terms}"

    @property
    def counts(self) -> bool:
        """Whether the outcome is a count."""
        return self.family != "gaussian"

    @property
    def small_sample(self) -> Df:
        """How degrees of freedom are found for a Gaussian outcome."""
        adjusts = self.method == "reml" and self.vcov == "model"
        return self.df or ("kr" if adjusts else "satterthwaite")

    def _of_counts(self) -> tuple[tuple[bool, str], ...]:
        given = {
            "covariance over visits": self.covariance,
            "case weights": self.case_weights,
            "covariance by arm": self.by_arm,
            "degrees of freedom": self.df,
            "sandwich covariance": self.vcov != "model",
        }
        wrong = [what for what, value in given.items() if value]
        says = f"a model of counts has no {wrong[0] if wrong else ''}; leave that option out"
        timed = "an offset is the exposure time of counts; add --family nb2, or leave it out"
        points = "quadrature is for counts with random effects; leave it out"
        zero = "a hurdle is for counts; add --family nb2, or leave it out"
        return (
            (self.counts and bool(wrong), says),
            (not self.counts and self.offset is not None, timed),
            (self.hurdle and not self.counts, zero),
            (self.quadrature != 1 and not (self.counts and self.random), points),
        )

    def _of_means(self) -> tuple[tuple[bool, str], ...]:
        names = [self.outcome, self.arm, self.subject, self.visit]
        told = [name for name in names if name]
        roles = "outcome, arm, subject and visit are four different columns"
        by_arm = "with random effects the covariance cannot differ by arm; leave one of them out"
        kr = "Kenward-Roger is defined for REML; use --df satterthwaite with maximum likelihood"
        logchol = "kr-logchol is for a model without random effects; use --df kr"
        visits = "a covariance over visits needs --visit"
        robust = "a sandwich covariance is for a model without random effects; leave one out"
        return (
            (len(set(told)) < len(told), roles),
            (bool(self.random) and self.by_arm, by_arm),
            (self.method == "ml" and self.df in {"kr", "kr-logchol"}, kr),
            (bool(self.random) and self.df == "kr-logchol", logchol),
            (self.covariance is not None and self.visit is None, visits),
            (bool(self.random) and self.vcov != "model", robust),
        )


def _quoted(name: str | None) -> str:
    """A name as a formula can hold it."""
    text = name or ""
    if text.replace(".", "_").isidentifier():
        return text
    sign = next((sign for sign in "`\"'" if sign not in text), None)
    if sign is None:
        raise TrialError(f"the column {text} has every kind of quotes in its name; rename it")
    return f"{sign}{text}{sign}"
