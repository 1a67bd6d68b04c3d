"""The chances of the next arm, worked out by hand; and both forms of the rules agree."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.randomise.allocator import Allocator, drawn_sizes, possible_sizes
from openimt.trial.randomise.chance import Chance
from openimt.trial.randomise.many import draw, many
from openimt.trial.randomise.rules import (
    BigStickRule,
    BlockRule,
    MinimiseRule,
    UrnRule,
    coin,
    rule_of,
)
from openimt.trial.randomise.scheme import BalancedFactor, Method, Scheme
from tests.unit.trial.randomise.schemes import DRUGS, EVERY, SITE, scheme

SEED = bytes(range(32))


def chances(weights: tuple[int, ...]) -> tuple[Fraction, ...]:
    return tuple(Fraction(one, sum(weights)) for one in weights)


def test_big_stick_bars_the_arm_that_leads_by_the_limit() -> None:
    rule = BigStickRule(scheme("big_stick", limit=2, factors=()))
    assert rule.weights(()) == (1, 1)
    rule.take((), 0)
    assert rule.weights(()) == (1, 1)
    rule.take((), 0)
    assert rule.weights(()) == (0, 1)
    rule.take((), 1)
    assert rule.weights(()) == (1, 1)


def test_urn_adds_balls_to_the_other_arm() -> None:
    rule = UrnRule(scheme("urn", urn=(1, 3), factors=()))
    rule.take((), 0)
    assert rule.weights(()) == (1, 4)
    rule.take((), 0)
    assert rule.weights(()) == (1, 7)
    rule.take((), 1)
    assert rule.weights(()) == (4, 7)


def test_blocks_empty_and_refill_at_the_very_place() -> None:
    """Sizes 4 then 6: the fifth person opens the second block, the eleventh the third."""
    sizes = [4, 6, 4]
    rule = BlockRule(scheme("blocks", factors=(), block_sizes=(4, 6)), lambda _, n: sizes[n])
    seen = []
    for arm in (0, 1, 1, 0, 1, 1, 1, 0, 0, 0):
        seen.append(rule.weights(()))
        rule.take((), arm)
    wanted = [(2, 2), (1, 2), (1, 1), (1, 0), (3, 3), (3, 2), (3, 1), (3, 0), (2, 0), (1, 0)]
    assert seen == wanted
    assert rule.weights(()) == (2, 2)


def test_asking_twice_does_not_open_two_blocks() -> None:
    numbers = []
    rule = BlockRule(
        scheme("blocks", factors=(), block_sizes=(4, 6)), lambda _, n: numbers.append(n) or 4
    )
    for _ in range(3):
        rule.weights(())
    rule.take((), 0)
    assert numbers == [0]
    assert rule.weights(()) == (1, 2)


def test_every_full_block_is_balanced_in_every_stratum() -> None:
    planned = scheme("blocks", ratio=(2, 1), block_sizes=(6,), one_block_size_on_purpose=True)
    allocator = Allocator(planned, Chance(SEED))
    persons = [(n % 2, n % 3) for n in range(6 * 6 * 4)]
    given: dict[tuple[int, int], list[int]] = {}
    for levels in persons:
        given.setdefault(levels, []).append(allocator.next(levels))
    for arms in given.values():
        blocks = [arms[at : at + 6] for at in range(0, len(arms), 6)]
        assert [Counter(block)[0] for block in blocks] == [4] * len(blocks)


def test_a_tie_is_decided_by_chance_and_by_the_ratio() -> None:
    assert chances(MinimiseRule(scheme()).weights((0, 0))) == (Fraction(1, 2), Fraction(1, 2))
    three = MinimiseRule(scheme(arms=("a", "b", "c"), ratio=(1, 1, 1)))
    assert chances(three.weights((1, 1))) == (Fraction(1, 3),) * 3
    # 1:2, scaled counts (2, 0) at the site and (0, 2) for medication: 4 + 0 and 1 + 3.
    unequal = MinimiseRule(scheme(ratio=(1, 2)))
    for levels, arm in [((0, 1), 0), ((1, 0), 1), ((1, 0), 1)]:
        unequal.take(levels, arm)
    assert unequal.imbalances((0, 0)) == (4, 4)
    assert chances(unequal.weights((0, 0))) == (Fraction(1, 3), Fraction(2, 3))


def test_ties_do_not_always_go_to_the_first_arm() -> None:
    first = [Allocator(scheme(), Chance(bytes([n] * 32))).next((0, 0)) for n in range(200)]
    assert 70 < sum(first) < 130


def test_thirds_of_a_weight_stay_exact() -> None:
    """0.1 + 0.2 is 0.3 here: three factors whose imbalances cancel are a tie, not a preference."""
    a = BalancedFactor("a", ("x", "y"), Fraction("0.1"))
    b = BalancedFactor("b", ("x", "y"), Fraction("0.2"))
    c = BalancedFactor("c", ("x", "y"), Fraction("0.3"))
    rule = MinimiseRule(scheme(factors=(a, b, c), measure="range"))
    rule.take((0, 0, 1), 0)
    rule.take((1, 1, 0), 1)
    # The next person shares a and b with the first (arm 0 ahead by .3 there) and c with the second.
    assert rule.imbalances((0, 0, 0)) == (2 * 1 + 2 * 2 + 0, 0 + 0 + 2 * 3)
    assert chances(rule.weights((0, 0, 0))) == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize("ratio", [(1, 1), (1, 2), (2, 1), (1, 2, 3), (1, 1, 4), (3, 2)])
def test_the_biased_coin_gives_back_the_ratio(ratio: tuple[int, ...]) -> None:
    """When arms are preferred in proportion to the ratio, they are given in proportion to it."""
    names = tuple("abc")[: len(ratio)]
    planned = scheme(arms=names, ratio=ratio, p=Fraction(4, 5))
    rows = [chances(row) for row in coin(planned)]
    total = sum(ratio)
    for arm, share in enumerate(ratio):
        given = sum(Fraction(r, total) * row[arm] for r, row in zip(ratio, rows, strict=True))
        assert given == Fraction(share, total)
    smallest = ratio.index(min(ratio))
    assert rows[smallest][smallest] == Fraction(4, 5)
    assert all(min(row) > 0 and row[n] == max(row) for n, row in enumerate(rows))


@pytest.mark.parametrize("planned", EVERY, ids=lambda one: f"{one.method}-{one.ratio}")
def test_both_forms_give_the_same_chances(planned: Scheme) -> None:
    """The plain rules and the rules for many trials, fed with the same persons and arms."""
    rng = np.random.default_rng(5)
    trials = 3
    levels = np.stack(
        [rng.integers(0, len(f.levels), size=(trials, 60)) for f in planned.factors], axis=2
    )
    together, rows = many(planned, trials, np.random.default_rng(7)), np.arange(trials)
    sizes: list[dict[str, list[int]]] = [{} for _ in range(trials)]
    apart = [rule_of(planned, lambda s, n, t=t: sizes[t][s][n]) for t in range(trials)]
    for person in range(60):
        own = levels[:, person]
        weights = np.asarray(together.weights(rows, own)).copy()
        for t in range(trials):
            codes = tuple(int(code) for code in own[t])
            _learn(sizes[t], planned, codes, weights[t])
            fractions = chances(apart[t].weights(codes))
            assert fractions == chances(tuple(int(one) for one in weights[t]))
        arms = draw(weights, rng)
        together.take(rows, own, arms)
        for t in range(trials):
            apart[t].take(tuple(int(code) for code in own[t]), int(arms[t]))


def _learn(sizes: dict[str, list[int]], planned: Scheme, codes: tuple[int, ...], weights) -> None:
    """Tell the plain form which length the other drew, whenever a block begins there."""
    if planned.method is Method.BLOCKS:
        seen = sizes.setdefault(planned.stratum(codes), [])
        state = sizes.setdefault("in " + planned.stratum(codes), [0])
        if state[0] == 0:
            seen.append(int(weights.sum()))
            state[0] = seen[-1]
        assert state[0] == weights.sum()
        state[0] -= 1


def test_an_arm_is_picked_in_proportion() -> None:
    rng = np.random.default_rng(1)
    arms = draw(np.broadcast_to(np.array([1, 2, 5]), (40_000, 3)), rng)
    assert np.bincount(arms) / 40_000 == pytest.approx([1 / 8, 2 / 8, 5 / 8], abs=0.01)
    assert set(draw(np.broadcast_to(np.array([0, 1, 0]), (500, 3)), rng)) == {1}


def test_chance_is_fair_and_keeps_its_seed_to_itself() -> None:
    chance = Chance(SEED)
    counts = Counter(chance.below(6, "die", n) for n in range(6000))
    assert all(abs(count - 1000) < 130 for count in counts.values())
    assert len(counts) == 6
    assert SEED.hex() not in repr(chance)
    assert "000102" not in repr(chance)
    with pytest.raises(TrialError, match="32 bytes"):
        Chance(b"short")
    with pytest.raises(TrialError, match="above 0"):
        chance.below(0)


def test_draws_are_those_anybody_can_recompute() -> None:
    """The draw written out with nothing but the standard library."""
    import hashlib
    import hmac

    message = b'["openimt randomise 1","arm","north / none",3,0]'
    made = hmac.new(SEED, message, hashlib.sha256).digest()
    assert Chance(SEED).below(10**9, "arm", "north / none", 3) == (
        int.from_bytes(made[:8], "big") % 10**9
    )


def test_labels_do_not_run_into_each_other() -> None:
    chance = Chance(SEED)
    many_values = {
        chance.below(1 << 60, *label) for label in [("a", "b"), ("ab",), ("a", 1), ("a1",)]
    }
    assert len(many_values) == 4


def test_strata_have_lists_of_their_own() -> None:
    """What happens at one site changes nothing at the other, unless minimisation is wanted."""
    for method in ("blocks", "big_stick", "urn", "simple"):
        alone = Allocator(scheme(method), Chance(SEED))
        mixed = Allocator(scheme(method), Chance(SEED))
        north = [alone.next((0, 0)) for _ in range(20)]
        both = [(mixed.next((0, 0)), mixed.next((1, 2)), mixed.next((1, 1))) for _ in range(20)]
        assert [arms[0] for arms in both] == north, method


def test_no_draw_is_used_twice() -> None:
    """Two persons after each other: all four pairs of arms, over secrets and within one list."""
    simple = scheme("simple")
    seeds = [bytes([n % 256, n // 256] * 16) for n in range(400)]
    pairs = Counter(tuple(Allocator(simple, Chance(one)).all([(0, 0), (0, 0)])) for one in seeds)
    assert len(pairs) == 4
    assert all(abs(count - 100) < 40 for count in pairs.values())
    arms = Allocator(simple, Chance(SEED)).all([(0, 0)] * 400)
    following = Counter(pairwise(arms))
    assert all(abs(following[pair] - 100) < 40 for pair in [(0, 0), (0, 1), (1, 0), (1, 1)])


def test_hidden_sizes_are_chosen_by_the_seed() -> None:
    planned = scheme("blocks")
    drawn = {drawn_sizes(planned, Chance(bytes([n] * 32))) for n in range(40)}
    assert len(drawn) > 10
    for sizes in drawn:
        assert 2 <= len(sizes) <= 3
        assert set(sizes) <= {4, 6, 8, 10, 12}
    assert possible_sizes(scheme("blocks", ratio=(2, 1))) == (6, 9, 12)
    assert possible_sizes(scheme("blocks", arms=("a", "b", "c"), ratio=(5, 5, 3))) == (13, 26)


def test_recorded_factors_neither_stratify_nor_count() -> None:
    from dataclasses import replace

    site = replace(SITE, weight=Fraction(0))
    blocks = scheme("blocks", factors=(site, DRUGS))
    assert blocks.strata == 3
    assert blocks.stratum((1, 2)) == "several"
    rule = MinimiseRule(scheme(factors=(site, DRUGS)))
    rule.take((0, 0), 0)
    assert rule.imbalances((0, 1)) == rule.imbalances((1, 1))
