"""The re-randomisation test: how often would the procedure alone give a difference like this?

Persons, their order, factors and outcomes stay as they were; only the arms are drawn again by the
very procedure of the trial. Valid under the null hypothesis that nobody's outcome (nor whether it
is missing) depends on the arm. Rosenberger WF, Lachin JM (2016), Randomization in Clinical Trials,
chapter 6; Simon R, Simon NR (2011), Stat Probab Lett 81:767.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints
from openimt.trial.randomise.many import draw, many
from openimt.trial.randomise.scheme import Scheme
from openimt.trial.randomise.statistic import AdjustedMeans

CHUNK = 1000
"""Trials drawn together; each chunk has its own stream, so results do not depend on memory."""
SAME = 1e-9
"""Statistics closer than this, relative to their size, are equal: the same allocation may be
summed in another order."""

Statistic = Callable[[Ints], float]
"""A number from the arms of all persons (codes, in order of entry)."""


@dataclass(frozen=True)
class RandomisationTest:
    """The outcome of a test. ``mcse`` is the Monte Carlo standard error of ``p``.

    ``centre`` and ``spread``: mean and standard deviation of the statistic when the procedure
    alone is at work; minimisation with an unequal ratio may be centred off zero.
    """

    statistic: float
    p: float
    mcse: float
    alternative: str
    replicates: int
    centre: float
    spread: float


def redraw(scheme: Scheme, levels: Ints, replicates: int, seed: int) -> Ints:
    """The arms of the same persons in new trials, shape (replicates, n); ``levels``: (n, F).

    >>> from openimt.trial.randomise.scheme import Method
    >>> scheme = Scheme(("a", "b"), (1, 1), Method.BLOCKS, block_sizes=(4, 6))
    >>> redraw(scheme, np.zeros((12, 0), dtype=np.int64), 3, seed=1).shape
    (3, 12)
    """
    chunks = range(0, replicates, CHUNK)
    made = [
        _chunk(scheme, levels, min(CHUNK, replicates - at), _stream(seed, at // CHUNK))
        for at in chunks
    ]
    return np.concatenate(made)


def rerandomise(
    scheme: Scheme,
    levels: Ints,
    arms: Ints,
    statistic: AdjustedMeans | Statistic,
    *,
    replicates: int = 10_000,
    seed: int = 1,
    alternative: str = "two-sided",
) -> RandomisationTest:
    """Test the observed ``arms`` (codes, shape (n,), in order of entry) against the procedure.

    ``levels`` (n, F) are the factors' codes. ``statistic`` is an :class:`AdjustedMeans` (fast) or
    any function of the arms. ``p = (1 + count) / (1 + replicates)``, so it is never 0;
    two-sided: twice the smaller tail. The Monte Carlo error falls with the root of replicates.
    """
    _check(scheme, levels, arms, replicates, alternative)
    drawn = redraw(scheme, levels, replicates, seed)
    values = _values(statistic, drawn)
    observed = float(_values(statistic, arms[None, :])[0])
    if not np.isfinite(observed):
        raise TrialError("the statistic has no value on the observed arms; is an arm empty?")
    usable = values[np.isfinite(values)]
    if len(usable) < replicates:
        raise TrialError(
            f"the statistic has no value in {replicates - len(usable)} of {replicates} new trials, "
            "as when an arm stays empty; adjust for less"
        )
    p, mcse = _tails(observed, values, alternative)
    centre, spread = float(values.mean()), float(values.std(ddof=1))
    return RandomisationTest(observed, p, mcse, alternative, replicates, centre, spread)


def _chunk(scheme: Scheme, levels: Ints, trials: int, rng: np.random.Generator) -> Ints:
    rule, rows = many(scheme, trials, rng), np.arange(trials)
    made = np.empty((trials, len(levels)), dtype=np.int64)
    for person, own in enumerate(levels):
        seen = np.broadcast_to(own, (trials, len(own)))
        made[:, person] = draw(rule.weights(rows, seen), rng)
        rule.take(rows, seen, made[:, person])
    return made


def _stream(seed: int, chunk: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, chunk])))


def _values(statistic: AdjustedMeans | Statistic, drawn: Ints) -> Floats:
    if isinstance(statistic, AdjustedMeans):
        parts = range(0, len(drawn), CHUNK)
        return np.concatenate([statistic.many(drawn[at : at + CHUNK]) for at in parts])
    return np.array([statistic(one) for one in drawn], dtype=np.float64)


def _tails(observed: float, values: Floats, alternative: str) -> tuple[float, float]:
    near = SAME * max(1.0, abs(observed), float(np.abs(values).max()))
    replicates = len(values)
    above = (1 + int((values >= observed - near).sum())) / (replicates + 1)
    below = (1 + int((values <= observed + near).sum())) / (replicates + 1)
    tail = {"greater": above, "less": below}.get(alternative, min(above, below))
    times = 2 if alternative == "two-sided" else 1
    error = times * sqrt(tail * (1 - tail) / replicates)
    return min(1.0, times * tail), error


def _check(scheme: Scheme, levels: Ints, arms: Ints, replicates: int, alternative: str) -> None:
    if levels.shape != (len(arms), len(scheme.factors)):
        raise TrialError(
            f"levels have the shape {levels.shape}; {len(arms)} persons and "
            f"{len(scheme.factors)} factors need ({len(arms)}, {len(scheme.factors)})"
        )
    if not len(arms) or arms.min() < 0 or arms.max() >= len(scheme.arms):
        raise TrialError("arms are codes from 0, one for every person, within the scheme's arms")
    if replicates < 99:
        raise TrialError(f"{replicates} replicates give no p-value worth having; use 999 or more")
    if alternative not in {"two-sided", "greater", "less"}:
        raise TrialError(f"'{alternative}' is not two-sided, greater or less", field="alternative")
