"""How foreseeable and how balanced a randomisation is, by simulation with its own error.

Balance and concealment pull against each other: what balances better is guessed better. Both are
reported side by side for a scheme, each number with its Monte Carlo standard error.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any, Protocol

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints
from openimt.trial.randomise.advice import advice
from openimt.trial.randomise.guess import BehindGuess, BlockGuess
from openimt.trial.randomise.many import draw, many
from openimt.trial.randomise.scheme import Method, Scheme

CHUNK = 250
SURE = 1 - 1e-9
"""A chance above this is certainty; posteriors carry rounding."""


@dataclass(frozen=True)
class Simulated:
    """A mean over simulated trials with its Monte Carlo standard error."""

    value: float
    mcse: float


@dataclass(frozen=True)
class Predictability:
    """What a guesser gets right, and how far the arms lie apart, over simulated trials.

    ``guess_all``: share of persons whose arm is guessed right by somebody who knows the method
    and all arms and factors so far; ``guess_site``: who knows them at the own site only (None
    without a site). ``by_chance``: what guessing without knowledge gets. ``certain``: share of
    persons whose arm is known for sure to the first guesser. ``imbalance``: persons that the
    arm furthest off has too many or too few, in all; ``imbalance_site`` and ``imbalance_level``:
    the same at the worst site, and at the worst level of any balanced factor. ``worst_tenth``:
    imbalance in all that one trial in ten exceeds or reaches.
    """

    method: Method
    persons: int
    replicates: int
    by_chance: float
    guess_all: Simulated
    guess_site: Simulated | None
    certain: Simulated
    imbalance: Simulated
    imbalance_site: Simulated | None
    imbalance_level: Simulated | None
    worst_tenth: float
    advice: tuple[str, ...]


class Guesser(Protocol):
    """Somebody who sees persons and their arms and says how likely each arm is next."""

    def weights(self, rows: Ints, levels: Ints) -> Any:
        """How likely each arm is, shape (r, A), on any scale."""
        ...

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        """Persons were seen to get these arms."""
        ...


def predict(scheme: Scheme, *, replicates: int = 1000, seed: int = 1) -> Predictability:
    """Simulate ``scheme.n`` persons, with factors drawn by their shares, ``replicates`` times.

    >>> scheme = Scheme(("mit", "dbt"), (1, 1), Method.BLOCKS, n=8, block_sizes=(4, 8))
    >>> found = predict(scheme, replicates=250)
    >>> 0.5 < found.guess_all.value < 0.9 and found.imbalance.value < 2
    True
    """
    if scheme.n < 1:
        raise TrialError(
            "say how many persons are planned, so that they can be simulated", field="n"
        )
    if replicates < 100:
        raise TrialError(f"{replicates} replicates say little; use 100 or more", field="replicates")
    starts = range(0, replicates, CHUNK)
    parts = [_simulate(scheme, min(CHUNK, replicates - at), seed, at // CHUNK) for at in starts]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    mean = {name: _mean(values) for name, values in joined.items()}
    return Predictability(
        method=scheme.method,
        persons=scheme.n,
        replicates=replicates,
        by_chance=max(scheme.ratio) / scheme.round,
        guess_all=mean["all"],
        guess_site=mean.get("site"),
        certain=mean["certain"],
        imbalance=mean["imbalance"],
        imbalance_site=mean.get("imbalance_site"),
        imbalance_level=mean.get("imbalance_level"),
        worst_tenth=float(np.quantile(joined["imbalance"], 0.9, method="higher")),
        advice=advice(scheme),
    )


def _mean(values: Floats) -> Simulated:
    return Simulated(float(values.mean()), float(values.std(ddof=1) / sqrt(len(values))))


def _simulate(scheme: Scheme, trials: int, seed: int, chunk: int) -> dict[str, Floats]:
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, chunk])))
    levels = _people(scheme, trials, rng)
    arms, guessed = _played(scheme, levels, rng)
    return guessed | _imbalances(scheme, levels, arms)


def _people(scheme: Scheme, trials: int, rng: np.random.Generator) -> Ints:
    """Factors of all persons of all trials, shape (trials, n, F), drawn by their shares."""
    made = np.empty((trials, scheme.n, len(scheme.factors)), dtype=np.int64)
    for place, factor in enumerate(scheme.factors):
        shares = np.array([float(share) for share in factor.expected])
        made[:, :, place] = rng.choice(len(shares), size=(trials, scheme.n), p=shares)
    return made


def _played(
    scheme: Scheme, levels: Ints, rng: np.random.Generator
) -> tuple[Ints, dict[str, Floats]]:
    """All trials person by person: the arms, and each trial's share of right guesses."""
    trials, rows = len(levels), np.arange(len(levels))
    rule, everybody = many(scheme, trials, rng), _everybody(scheme, trials, rng)
    site, at_site = scheme.site_place, _at_site(scheme, trials, rng)
    arms = np.empty((trials, scheme.n), dtype=np.int64)
    right = {name: np.zeros(trials) for name in ("all", "certain", "site")}
    for person in range(scheme.n):
        own = levels[:, person]
        arm = draw(np.asarray(rule.weights(rows, own)), rng)
        believed = everybody.weights(rows, own)
        right["all"] += _right(believed, arm)
        right["certain"] += believed.max(axis=1) >= SURE * believed.sum(axis=1)
        if at_site is not None and site is not None:
            seen = rows * len(scheme.factors[site].levels) + own[:, site]
            right["site"] += _right(at_site.weights(seen, own), arm)
            at_site.take(seen, own, arm)
        everybody.take(rows, own, arm)
        rule.take(rows, own, arm)
        arms[:, person] = arm
    kept = {name: values / scheme.n for name, values in right.items()}
    return arms, kept if site is not None else {name: kept[name] for name in ("all", "certain")}


def _everybody(scheme: Scheme, trials: int, rng: np.random.Generator) -> Guesser:
    if scheme.method is Method.BLOCKS:
        return BlockGuess(scheme, trials)
    return many(scheme, trials, rng)


def _at_site(scheme: Scheme, trials: int, rng: np.random.Generator) -> Guesser | None:
    """One guesser at each site of each trial."""
    if scheme.site_place is None:
        return None
    views = trials * len(scheme.factors[scheme.site_place].levels)
    if scheme.method is Method.BLOCKS and scheme.site_place not in scheme.stratifiers:
        return BehindGuess(scheme, views)
    return _everybody(scheme, views, rng)


def _right(believed: Any, arm: Ints) -> Floats:
    """How often the likeliest arm is right; of several likeliest, one is guessed at random."""
    top = believed.max(axis=1, keepdims=True)
    best = believed >= top * SURE
    made: Floats = best[np.arange(len(arm)), arm] / best.sum(axis=1)
    return made


def _imbalances(scheme: Scheme, levels: Ints, arms: Ints) -> dict[str, Floats]:
    found = {"imbalance": _off(scheme, arms, np.ones(arms.shape, dtype=np.bool_))}
    worst = {
        place: np.max(
            [_off(scheme, arms, levels[:, :, place] == level) for level in range(len(one.levels))],
            axis=0,
        )
        for place, one in enumerate(scheme.factors)
    }
    balanced = [worst[place] for place in scheme.stratifiers]
    found |= {"imbalance_level": np.max(balanced, axis=0)} if balanced else {}
    site = scheme.site_place
    return found if site is None else found | {"imbalance_site": worst[site]}


def _off(scheme: Scheme, arms: Ints, who: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
    """By how many persons the arm furthest off its share is off, in each trial."""
    total = who.sum(axis=1)
    off = [
        np.abs(((arms == arm) & who).sum(axis=1) - total * share / scheme.round)
        for arm, share in enumerate(scheme.ratio)
    ]
    made: Floats = np.max(off, axis=0)
    return made
