"""How foreseeable: against closed forms from the literature and exact enumeration."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.randomise.guess import BlockGuess
from openimt.trial.randomise.predict import predict
from openimt.trial.randomise.scheme import BalancedFactor, Method, Scheme
from tests.unit.trial.randomise.schemes import DRUGS, EVERY, SITE, scheme


def alone(method: str, **words) -> Scheme:
    """One stratum."""
    return Scheme(("a", "b"), words.pop("ratio", (1, 1)), Method(method), **words)


@pytest.mark.parametrize("half", [2, 3, 4])
def test_blocks_of_one_known_size(half: int) -> None:
    """Blackwell and Hodges (1957): half + (4^half / C(2 half, half) - 1) / 2 right in a block."""
    size = 2 * half
    right = half + (4**half / comb(size, half) - 1) / 2
    planned = alone("blocks", n=2 * size, block_sizes=(size,), one_block_size_on_purpose=True)
    found = predict(planned, replicates=2000)
    assert found.guess_all.value == pytest.approx(right / size, abs=4 * found.guess_all.mcse)
    assert found.guess_all.mcse < 0.004
    assert found.imbalance.value == 0


def test_blocks_of_four_are_certain_for_a_third() -> None:
    """The fourth is always certain, the third when the first two agree (1 in 3)."""
    planned = alone("blocks", n=40, block_sizes=(4,), one_block_size_on_purpose=True)
    found = predict(planned, replicates=2000)
    assert found.certain.value == pytest.approx((1 + 1 / 3) / 4, abs=4 * found.certain.mcse)


def test_simple_randomisation_is_not_foreseen() -> None:
    equal = predict(alone("simple", n=50), replicates=400)
    assert (equal.guess_all.value, equal.by_chance, equal.certain.value) == (0.5, 0.5, 0)
    unequal = predict(alone("simple", n=50, ratio=(1, 3)), replicates=1000)
    assert unequal.guess_all.value == pytest.approx(0.75, abs=4 * unequal.guess_all.mcse)
    # The mean distance of a binomial from its mean, by the exact distribution.
    exact = sum(comb(50, k) / 2**50 * abs(k - 25) for k in range(51))
    wide = predict(alone("simple", n=50), replicates=4000)
    assert wide.imbalance.value == pytest.approx(exact, abs=4 * wide.imbalance.mcse)


def exact_stick(n: int, limit: int) -> float:
    """The right guesses under a big stick, by walking all differences with their chances."""
    chance, right = {0: 1.0}, 0.0
    for _ in range(n):
        moved: dict[int, float] = {}
        for difference, p in chance.items():
            barred = abs(difference) == limit
            right += p * (1.0 if barred else 0.5)
            for step in (-1, 1):
                if not (barred and step * difference > 0):
                    to = difference + step
                    moved[to] = moved.get(to, 0) + p * (1.0 if barred else 0.5)
        chance = moved
    return right / n


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_big_stick_by_its_walk(limit: int) -> None:
    found = predict(alone("big_stick", n=30, limit=limit), replicates=2000)
    assert found.guess_all.value == pytest.approx(
        exact_stick(30, limit), abs=4 * found.guess_all.mcse + 1e-12
    )


def enumerated(sizes: tuple[int, ...], persons: int) -> float:
    """The best guesser of hidden blocks by brute force over all lists and all block lengths."""
    lists: dict[tuple[int, ...], Fraction] = {}

    def grow(done: tuple[int, ...], left: tuple[int, int], p: Fraction) -> None:
        if len(done) == persons:
            lists[done] = lists.get(done, Fraction(0)) + p
        elif left == (0, 0):
            for size in sizes:
                grow(done, (size // 2, size // 2), p / len(sizes))
        else:
            for arm in (0, 1):
                if left[arm]:
                    rest = (left[0] - (arm == 0), left[1] - (arm == 1))
                    grow((*done, arm), rest, p * left[arm] / sum(left))

    grow((), (0, 0), Fraction(1))
    right = Fraction(0)
    for at in range(persons):
        for past in product((0, 1), repeat=at):
            next_one = [
                sum((p for one, p in lists.items() if one[: at + 1] == (*past, arm)), Fraction(0))
                for arm in (0, 1)
            ]
            right += max(next_one)
    return float(right / persons)


@pytest.mark.parametrize("sizes", [(2, 4), (4, 6)])
def test_hidden_blocks_by_brute_force(sizes: tuple[int, ...]) -> None:
    """The posterior guesser does as well as the best guesser can, and no better."""
    found = predict(alone("blocks", n=9, block_sizes=sizes), replicates=4000)
    assert found.guess_all.value == pytest.approx(
        enumerated(sizes, 9), abs=4 * found.guess_all.mcse
    )


def test_the_posterior_is_bayes_rule() -> None:
    """Block lengths 2 and 4, each as likely, worked out by hand."""
    guess = BlockGuess(alone("blocks", block_sizes=(2, 4)), 1)
    row, nothing = np.array([0]), np.zeros((1, 0), dtype=np.int64)
    assert guess.weights(row, nothing)[0] == pytest.approx([0.5, 0.5])
    guess.take(row, nothing, np.array([0]))
    # a seen: size 2 leaves b for sure, size 4 leaves 1 a and 2 b; both equally likely.
    assert guess.weights(row, nothing)[0] == pytest.approx([1 / 6, 5 / 6])
    guess.take(row, nothing, np.array([0]))
    # a a seen: only a block of 4 can be.
    assert guess.weights(row, nothing)[0] == pytest.approx([0, 1])


def test_the_posterior_goes_on_over_the_end_of_a_block() -> None:
    """Arms a b: a block of 2 has ended (3/5) or one of 4 goes on (2/5). Then a again: the next
    a comes only from a fresh block of 4, with 3/10 x 1/3."""
    guess = BlockGuess(alone("blocks", block_sizes=(2, 4)), 1)
    row, nothing = np.array([0]), np.zeros((1, 0), dtype=np.int64)
    for arm in (0, 1, 0):
        guess.take(row, nothing, np.array([arm]))
    assert guess.weights(row, nothing)[0] == pytest.approx([0.1, 0.9])


def test_minimisation_is_foreseen_up_to_p() -> None:
    """One factor with one level, range: the arm behind has p, ties are even."""
    one = BalancedFactor("all", ("yes",))
    planned = Scheme(("a", "b"), (1, 1), Method.MINIMISE, (one,), n=40, p=Fraction(4, 5))
    chance, right = {0: 1.0}, 0.0
    for _ in range(40):
        moved: dict[int, float] = {}
        for difference, p in chance.items():
            down = 0.5 if difference == 0 else 0.8 if difference > 0 else 0.2
            right += p * max(down, 1 - down)
            moved[difference - 1] = moved.get(difference - 1, 0) + p * down
            moved[difference + 1] = moved.get(difference + 1, 0) + p * (1 - down)
        chance = moved
    found = predict(planned, replicates=2000)
    assert found.guess_all.value == pytest.approx(right / 40, abs=4 * found.guess_all.mcse)
    exact = sum(p * abs(difference) / 2 for difference, p in chance.items())
    assert found.imbalance.value == pytest.approx(exact, abs=4 * found.imbalance.mcse)


def test_who_sees_one_site_only_guesses_less() -> None:
    found = predict(scheme("minimise", n=60), replicates=500)
    assert found.guess_site is not None
    assert 0.5 < found.guess_site.value < found.guess_all.value - 0.01
    central = scheme(
        "blocks", factors=(DRUGS, BalancedFactor("site", ("x", "y"), Fraction(0))), site="site"
    )
    hidden = predict(replace(central, n=60), replicates=500)
    assert hidden.guess_site is not None
    assert 0.5 < hidden.guess_site.value < hidden.guess_all.value - 0.02
    assert predict(scheme("blocks", factors=(SITE,)), replicates=100).guess_site is None


def test_strata_without_end_are_not_balanced() -> None:
    """The warning of small strata is borne out: blocks in 54 strata do not balance."""
    ages = BalancedFactor("age", ("young", "middle", "old"))
    sites = BalancedFactor("site", tuple("abcdef"))
    crowded = scheme("blocks", factors=(sites, DRUGS, ages), n=120)
    blocks, minimised = (
        predict(one, replicates=300)
        for one in (crowded, scheme("minimise", factors=(sites, DRUGS, ages), n=120))
    )
    assert blocks.imbalance.value > 3 * minimised.imbalance.value
    assert blocks.advice
    assert not minimised.advice


@pytest.mark.parametrize("planned", EVERY, ids=lambda one: f"{one.method}-{one.ratio}")
def test_every_scheme_can_be_predicted_and_repeats(planned: Scheme) -> None:
    planned = replace(planned, n=40)
    found = predict(planned, replicates=100, seed=3)
    assert found == predict(planned, replicates=100, seed=3)
    assert found.by_chance - 0.03 <= found.guess_all.value <= 1
    assert 0 <= found.certain.value <= found.guess_all.value
    assert found.imbalance.value <= found.worst_tenth + 1


def test_another_seed_gives_other_trials() -> None:
    planned = scheme("minimise", n=20)
    one, other = (predict(planned, replicates=100, seed=seed) for seed in (1, 2))
    assert one.guess_all != other.guess_all
    assert one.guess_all.value == pytest.approx(other.guess_all.value, abs=0.05)


def test_what_cannot_be_simulated_is_refused() -> None:
    with pytest.raises(TrialError, match="how many persons"):
        predict(scheme("minimise", n=0))
    with pytest.raises(TrialError, match="100 or more"):
        predict(scheme("minimise"), replicates=10)
