"""What a design can find, without simulating it: precision, power, detectable difference.

The planned covariance is taken as known and the patterns of drop-out at their expected numbers:
the precision of an arm's mean at the target visit is the last entry of the inverse of
sum_p N_p W_p, W_p the zero-padded inverse of the covariance given the baseline, on the visits of
pattern p. Degrees of freedom are Satterthwaite's with expected information in the entries of the
covariance, for people less the coefficients of a visit; power is by the noncentral t
distribution. Therapists that are not shared by the arms add their own variance and degrees of
freedom. Lu, Luo and Chen (2008) treat the same problem for general drop-out. Missed single visits
and events are left out, and drop-out that depends on values is taken at its mean: simulate for
these.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq
from scipy.special import stdtrit
from scipy.stats import nct

from openimt.errors import TrialError
from openimt.trial.design.enough import (
    check_people,
    coefficients_a_visit,
    fewest_people,
    too_few_left,
)
from openimt.trial.design.trial_design import Baseline, Layout, Model, TrialDesign
from openimt.trial.matrix import Floats

WANTED = 0.80


@dataclass(frozen=True)
class Precision:
    """The standard error of the planned comparison and its degrees of freedom."""

    se: float
    df: float

    def power(self, difference: float, alpha: float) -> float:
        """The chance that a two-sided test finds a true difference."""
        limit, shift = float(stdtrit(self.df, 1 - alpha / 2)), abs(difference) / self.se
        upper = float(nct.sf(limit, self.df, shift))
        return min(1.0, upper + float(nct.cdf(-limit, self.df, shift)))

    def detectable(self, alpha: float, wanted: float = WANTED) -> float:
        """The smallest true difference that is found with the wanted power."""
        high = self.se * (float(stdtrit(self.df, 1 - alpha / 2)) + 10.0)
        return float(brentq(lambda d: self.power(d, alpha) - wanted, 0.0, high, xtol=1e-10))

    def half_width(self, alpha: float) -> float:
        """How far the interval of level 1 - alpha reaches to each side, on average."""
        return self.se * float(stdtrit(self.df, 1 - alpha / 2))


def precision(design: TrialDesign, *, loss: bool = True) -> Precision:
    """The precision of a design, with its drop-out or without any.

    Raises TrialError for counts, and where too few people are there or expected to be left.
    """
    if design.outcome.count:
        raise TrialError("there is no formula for counts here; simulate the design instead")
    check_people(design)
    says = too_few_left(design) if loss else None
    if says:
        raise TrialError(says)
    plan = design.analysis
    parts = [_with_therapists(design, arm, loss) for arm in (plan.arm, plan.versus)]
    variance = sum(part.se**2 for part in parts)
    spread = sum(part.se**4 / part.df for part in parts)
    return Precision(float(np.sqrt(variance)), variance**2 / spread)


def people_needed(
    design: TrialDesign, difference: float, wanted: float = WANTED, *, loss: bool = True
) -> int:
    """The smallest number of people, in the design's ratio, that finds the difference."""
    alpha, low, high = design.analysis.alpha, fewest_people(design), 4_000_000

    def enough(people: int) -> bool:
        planned = replace(design, people=people)
        if loss and too_few_left(planned):
            return False
        made = precision(planned, loss=loss)
        return made.power(difference, alpha) >= wanted

    if difference == 0 or not enough(high):
        raise TrialError(
            "no number of people finds this difference with these therapists and losses"
        )
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _arm_mean(design: TrialDesign, arm: int, loss: bool) -> Precision:
    """Standard error and degrees of freedom of one arm's mean at the target visit.

    Both arms share their covariance, so each arm's variance is estimated from all people: the
    degrees of freedom are those of everybody, shared in proportion to the arms.
    """
    plan, outcome = design.analysis, design.outcome
    sigma = _given_baseline(design, outcome.covariance(arm))
    ratio = np.array([one.ratio for one in design.arms], dtype=np.float64)
    share = float(ratio[arm] / ratio.sum())
    kept = design.drop_out.kept(arm)[1:] if loss else np.ones(len(design.visits.at) - 1)
    target = plan.visit - 1
    if plan.model is not Model.MMRM:
        kept, target = kept[target : target + 1], 0
    leaving = -np.diff(np.append(kept, 0.0))
    weights = [_padded_inverse(sigma, seen + 1) for seen in range(len(sigma))]
    used = coefficients_a_visit(design)
    information = sum(share * design.people * p * w for p, w in zip(leaving, weights, strict=True))
    cover = np.linalg.inv(np.asarray(information))
    df = _satterthwaite(cover[:, target], weights, leaving, share * (design.people - used))
    growth = 1.0 + (
        1.0 / max(1.0, design.people - used) if plan.baseline is not Baseline.NONE else 0
    )
    return Precision(float(np.sqrt(cover[target, target] * growth)), df)


def _given_baseline(design: TrialDesign, whole: Floats) -> Floats:
    plan = design.analysis
    visits = slice(1, None) if plan.model is Model.MMRM else slice(plan.visit, plan.visit + 1)
    after = whole[visits, visits]
    if plan.baseline is Baseline.NONE:
        return after
    made: Floats = after - np.outer(whole[visits, 0], whole[0, visits]) / whole[0, 0]
    return made


def _padded_inverse(sigma: Floats, seen: int) -> Floats:
    made = np.zeros_like(sigma)
    made[:seen, :seen] = np.linalg.inv(sigma[:seen, :seen])
    return made


def _satterthwaite(u: Floats, weights: list[Floats], leaving: Floats, people: float) -> float:
    """2 v^2 / (d' V d) with V the inverse of the expected information on the covariance."""
    a, b = np.triu_indices(len(u))
    half = np.where(a == b, 0.5, 1.0)
    information, change, own = np.zeros((len(a), len(a))), np.zeros(len(a)), 0.0
    for share, w in zip(leaving, weights, strict=True):
        traces = w[np.ix_(b, a)] * w[np.ix_(a, b)] + w[np.ix_(b, b)] * w[np.ix_(a, a)]
        information += people * share * traces * np.outer(half, half)
        turned = w @ u
        change += share * 2.0 * turned[a] * turned[b] * half
        own += share * float(u @ turned)
    return float(2 * own**2 / (change @ np.linalg.solve(information, change)))


def _with_therapists(design: TrialDesign, arm: int, loss: bool) -> Precision:
    """An arm's mean with the variance of therapists who treat this arm alone.

    Therapists who treat all arms alike cancel out of the difference, as sites do. Where the
    analysis knows of therapists, the arm's variance is judged from their means: their number
    less one are its degrees of freedom.
    """
    own, therapists = _arm_mean(design, arm, loss), design.therapists
    apart = therapists.layout in {Layout.NESTED, Layout.PARTIAL}
    if not apart or design.arms[arm].id not in therapists.arms:
        return own
    number = therapists.per_site * design.sites.number
    sd = therapists.spread * float(design.outcome.sd[design.analysis.visit])
    between, df = sd * sd / number, max(1.0, number - 1.0)
    variance = own.se**2 + between
    if design.analysis.model is not Model.MIXED:
        df = variance**2 / (own.se**4 / own.df + between**2 / df)
    return Precision(float(np.sqrt(variance)), df)
