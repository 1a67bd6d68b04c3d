"""Estimates at every visit from completed outcomes, with their uncertainty."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from openimt.trial.estimand.chance import normal
from openimt.trial.estimand.comparing import comparison
from openimt.trial.estimand.imputing import Fits, completed
from openimt.trial.estimand.means import MeanForm
from openimt.trial.estimand.pooling import jackknife_covariance, rubin
from openimt.trial.estimand.refitting import Refits
from openimt.trial.estimand.rules import Cells
from openimt.trial.matrix import Floats, Ints

AT_ONCE = 2_000_000
"""How many completed outcomes are held at a time."""


@dataclass(frozen=True, eq=False)
class Estimates:
    """Means of the A arms, then the A - 1 differences, at T visits: all of shape (T, k).

    ``line`` says how estimates at the target visit move with deltas added to what was imputed;
    ``redrawn`` counts the resampled trials too thin to be fitted, in place of which others came.
    """

    values: Floats
    se: Floats
    df: Floats
    line: "Line"
    redrawn: int = 0


@dataclass(frozen=True, eq=False)
class Line:
    """Estimates as a function of deltas d, one for each arm: e(d) = (1, d)' e.

    ``estimates`` has shape (k, 1 + A) and ``within`` (k, 1 + A, 1 + A): the variance of e(d) is
    (1, d)' within (1, d), to which multiple imputation adds ``between``, shape (k,), by Rubin's
    rules with ``draws`` and ``df``.
    """

    estimates: Floats
    within: Floats
    between: Floats
    draws: int
    df: float

    def at(self, one: int, deltas: Floats) -> tuple[Floats, Floats, Floats]:
        """Estimate, standard error and df of comparison ``one`` for deltas of shape (g, A)."""
        d = np.hstack([np.ones((len(deltas), 1)), deltas])
        variance = np.einsum("gi,ij,gj->g", d, self.within[one], d)
        value = d @ self.estimates[one]
        if not np.isfinite(self.df):
            return value, np.sqrt(variance), np.full(len(d), np.inf)
        between = np.full(len(d), self.between[one])
        pooled = rubin(variance, between, self.draws, self.df)
        return value, pooled.se, pooled.df


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything an estimate needs: cells by the rules, the form of the means, arm and target."""

    cells: Cells
    form: MeanForm
    arm: Ints
    arms: int
    target: int

    @property
    def shift(self) -> Floats:
        """For each arm, 1 where a delta acts: imputed at the target visit; shape (A, n)."""
        there = self.cells.imputed[:, self.target]
        moved = there & (self.arm == np.arange(self.arms)[:, None])
        return np.asarray(moved, dtype=np.float64)


def by_jackknife(analysis: Analysis, refits: Refits) -> Estimates:
    """Conditional mean imputation with the jackknife over persons; tests are normal.

    Source: Wolbers, Noci, Delmar, Gower-Page, Yiu and Bartlett 2022.
    """
    n = len(analysis.arm)
    whole, slope = _values(analysis, refits.whole, np.ones((1, n)))
    left, slopes = _values(analysis, refits.without_each, 1.0 - np.eye(n))
    variance = (n - 1) / n * left.var(axis=1) * n
    joint = np.concatenate([left[analysis.target][:, :, None], slopes], axis=2)
    at_target = np.concatenate([whole[analysis.target, 0][:, None], slope[0]], axis=1)
    line = Line(
        estimates=at_target,
        within=np.stack([jackknife_covariance(joint[:, one]) for one in range(joint.shape[1])]),
        between=np.zeros(joint.shape[1]),
        draws=n,
        df=float("inf"),
    )
    return Estimates(whole[:, 0], np.sqrt(variance), np.full(variance.shape, np.inf), line)


def _values(analysis: Analysis, fits: Fits, weights: Floats) -> tuple[Floats, Floats]:
    """Estimates (T, r, k) of the conditional means, and slopes by delta (r, k, A) at the target."""
    values, slopes = [], []
    for start, stop in _chunks(fits.count, analysis.cells.y.size):
        whose = weights[start:stop]
        compare = comparison(analysis.form.own, analysis.arms, whose)
        y = completed(analysis.cells, analysis.form, analysis.arm, fits.part(start, stop))
        visits = range(y.shape[2])
        values.append(np.stack([compare.parts(y[:, :, visit])[0] for visit in visits]))
        moved = [compare.parts(one[None])[0] for one in analysis.shift]
        slopes.append(np.stack(moved, axis=2))
    return np.concatenate(values, axis=1), np.concatenate(slopes)


def _chunks(count: int, size: int) -> Iterator[tuple[int, int]]:
    step = max(1, AT_ONCE // size)
    yield from ((start, min(start + step, count)) for start in range(0, count, step))


def by_imputation(analysis: Analysis, refits: Refits, seed: int, draws: int) -> Estimates:
    """Multiple imputation: parameters by resampling persons within arms, values drawn at random.

    The resampled fits stand for draws from the posterior (Little and Rubin 2002, section
    10.2.3); the analyses of covariance are pooled by Rubin's rules.
    """
    fits, redrawn = refits.resampled(seed, draws)
    return replace(from_draws(analysis, fits, seed), redrawn=redrawn)


def from_draws(analysis: Analysis, fits: Fits, seed: int) -> Estimates:
    """Pools one random imputation for each fit."""
    n, visits = analysis.cells.y.shape
    compare = comparison(analysis.form.own, analysis.arms, np.ones((1, n)))
    values, variances, gram = [], [], []
    for start, stop in _chunks(fits.count, n * visits):
        chance = [normal(seed, draw, n * visits) for draw in range(start, stop)]
        noise = np.stack(chance).reshape(-1, n, visits)
        part = fits.part(start, stop)
        y = completed(analysis.cells, analysis.form, analysis.arm, part, noise)
        made = [compare.compare(y[:, :, visit]) for visit in range(visits)]
        values.append(np.stack([one.values for one in made]))
        variances.append(np.stack([one.variances for one in made]))
        gram.append(_residual_gram(analysis, y[:, :, analysis.target]))
    theta, within = np.concatenate(values, axis=1), np.concatenate(variances, axis=1).mean(axis=1)
    between = theta.var(axis=1, ddof=1)
    df = float(n - analysis.form.own.shape[1])
    pooled = rubin(within, between, fits.count, df)
    slope = np.stack([compare.parts(one[None])[0][0] for one in analysis.shift], axis=1)
    at_target = theta[analysis.target].mean(axis=0)
    mean_gram = np.concatenate(gram).mean(axis=0)
    line = Line(
        estimates=np.concatenate([at_target[:, None], slope], axis=1),
        within=mean_gram[None] / df * compare.unscaled[0][:, None, None],
        between=between[analysis.target],
        draws=fits.count,
        df=df,
    )
    return Estimates(theta.mean(axis=1), pooled.se, pooled.df, line)


def _residual_gram(analysis: Analysis, y: Floats) -> Floats:
    """Sums of products of the residuals of y and of each arm's shift, (r, 1 + A, 1 + A)."""
    basis = np.linalg.qr(analysis.form.own)[0]
    both = np.concatenate([y[:, None], np.repeat(analysis.shift[None], len(y), axis=0)], axis=1)
    residual = both - (both @ basis) @ basis.T
    return np.asarray(residual @ residual.swapaxes(1, 2))
