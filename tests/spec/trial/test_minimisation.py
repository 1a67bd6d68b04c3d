"""Minimisation as tables worked out by hand: who is in, who comes, which arm is preferred.

Two arms A and B, equal, unless said otherwise. For each arm the imbalance *after* the person has
been put there is summed over the person's own levels; the smaller sum is preferred and given with
chance p (4/5); equal sums are decided by the ratio.
"""

from fractions import Fraction

import pytest

from openimt.trial.randomise.rules import MinimiseRule
from openimt.trial.randomise.scheme import BalancedFactor, Method, Scheme

SITE = BalancedFactor("site", ("north", "south"))
DRUGS = BalancedFactor("medication", ("none", "stable"))
SEX = BalancedFactor("sex", ("f", "m"))


def planned(**words) -> Scheme:
    base = {"arms": ("A", "B"), "ratio": (1, 1), "method": Method.MINIMISE}
    return Scheme(**(base | {"factors": (SITE, DRUGS)} | words))


def after(scheme: Scheme, persons: str, comes: str) -> tuple[tuple[int, ...], list[Fraction]]:
    """Persons as ``north none A, …``; the imbalances for who comes, and each arm's chance."""
    rule = MinimiseRule(scheme)
    for words in filter(None, (part.split() for part in persons.split(","))):
        rule.take(levels(scheme, words[:-1]), scheme.arms.index(words[-1]))
    codes = levels(scheme, comes.split())
    weights = rule.weights(codes)
    return rule.imbalances(codes), [Fraction(one, sum(weights)) for one in weights]


def levels(scheme: Scheme, words: list[str]) -> tuple[int, ...]:
    pairs = zip(scheme.factors, words, strict=True)
    return scheme.codes({factor.name: word for factor, word in pairs})


FOUR_FIFTHS, FIFTH, HALF = Fraction(4, 5), Fraction(1, 5), Fraction(1, 2)

RANGE = [
    # who is in, who comes, imbalance after A and after B, chance of A
    ("", "north none", (2, 2), HALF),
    # one at north in A: site after A 2, after B 0; medication is another level: 1 and 1
    ("north none A", "north stable", (3, 1), FIFTH),
    ("north none A", "south stable", (2, 2), HALF),
    ("north none A", "north none", (4, 0), FIFTH),
    # north: A 1, B 1; none: A 2, B 0. After A: 1 + 3, after B: 1 + 1
    ("north none A, north stable B, south none A", "north none", (4, 2), FIFTH),
    # north: A 2, B 0; stable: A 0, B 2: the two cancel
    ("north none A, north none A, south stable B, south stable B", "north stable", (4, 4), HALF),
    # north: A 0, B 3; none: A 2, B 3. After A: 2 + 0, after B: 4 + 2
    (
        "north none B, north none B, north none B, south none A, south none A",
        "north none",
        (2, 6),
        FOUR_FIFTHS,
    ),
]


@pytest.mark.parametrize(("persons", "comes", "imbalances", "chance"), RANGE)
def test_by_the_range(persons: str, comes: str, imbalances: tuple, chance: Fraction) -> None:
    found, chances = after(planned(), persons, comes)
    assert found == imbalances
    assert chances == [chance, 1 - chance]


def test_the_example_of_three_factors() -> None:
    """Ten persons, written as counts: a person (south, stable, f) comes.

    A has 3 of south, 2 of stable, 4 of f; B has 2 of south, 4 of stable, 2 of f.
    After A: |4-2| + |3-4| + |5-2| = 6. After B: |3-3| + |2-5| + |4-3| = 4. B is preferred.
    """
    scheme = planned(factors=(SITE, DRUGS, SEX))
    a = ["south none f", "south none f", "south stable f", "north stable f", "north none m"]
    b = ["south stable f", "south stable f", "north stable m", "north stable m", "north none m"]
    persons = ",".join([f"{one} A" for one in a] + [f"{one} B" for one in b])
    found, chances = after(scheme, persons, "south stable f")
    assert found == (6, 4)
    assert chances == [FIFTH, FOUR_FIFTHS]


WEIGHTED = [
    # (weight of site, of medication): north: A 2, B 0; stable: A 0, B 1.
    ((1, 1), (3 + 0, 1 + 2), HALF),
    ((2, 1), (6 + 0, 2 + 2), FIFTH),
    ((1, 2), (3 + 0, 1 + 4), FOUR_FIFTHS),
    ((Fraction(1, 10), Fraction(1, 10)), (3 + 0, 1 + 2), HALF),
    ((Fraction(3, 10), Fraction(1, 10)), (9 + 0, 3 + 2), FIFTH),
]


@pytest.mark.parametrize(("weights", "imbalances", "chance"), WEIGHTED)
def test_by_weights(weights: tuple, imbalances: tuple, chance: Fraction) -> None:
    """The whole numbers compared are in the proportion of the weights."""
    from dataclasses import replace

    site, drugs = (Fraction(one) for one in weights)
    factors = (replace(SITE, weight=site), replace(DRUGS, weight=drugs))
    persons = "north none A, north none A, south stable B"
    found, chances = after(planned(factors=factors), persons, "north stable")
    assert Fraction(found[0], max(1, found[1])) == Fraction(imbalances[0], imbalances[1])
    assert chances == [chance, 1 - chance]


def test_the_whole_trial_may_count_too() -> None:
    """North A 1, B 1, but A leads 3 to 1 over all: without overall a tie, with it B."""
    persons = "north none A, north none B, south none A, south none A"
    alone = planned(factors=(SITE,))
    without = after(alone, persons.replace(" none", ""), "north")
    assert without[1] == [HALF, HALF]
    counted = planned(factors=(SITE,), overall=Fraction(1))
    found, chances = after(counted, persons.replace(" none", ""), "north")
    assert found == (1 + 3, 1 + 1)
    assert chances == [FIFTH, FOUR_FIFTHS]


def test_by_the_variance() -> None:
    """Counts (3, 1) at north: after A (4, 1), after B (3, 2): 2 x sum of squares about the mean.

    (4, 1): mean 2.5, squares 4.5, times 2 = 9; (3, 2): 0.5 x 2 = 1.
    """
    scheme = planned(factors=(SITE,), measure="variance")
    found, chances = after(scheme, "north A, north A, north A, north B", "north")
    assert found == (9, 1)
    assert chances == [FIFTH, FOUR_FIFTHS]


UNEQUAL = [
    # ratio A : B = 1 : 2. Counts are compared as 2 x A and 1 x B.
    # empty: after A |2 - 0| = 2, after B |0 - 1| = 1: B preferred, given with 1 - (1-p)/2 = 9/10
    ("", (2, 1), Fraction(1, 10)),
    # A 0, B 1: after A |2 - 1| = 1, after B |0 - 2| = 2: A preferred, given with p = 4/5
    ("north B", (1, 2), Fraction(4, 5)),
    # A 1, B 2 is balanced: as empty
    ("north A, north B, north B", (2, 1), Fraction(1, 10)),
    # A 1, B 1: after A |4 - 1| = 3, after B |2 - 2| = 0
    ("north A, north B", (3, 0), Fraction(1, 10)),
]


@pytest.mark.parametrize(("persons", "imbalances", "chance"), UNEQUAL)
def test_an_unequal_ratio(persons: str, imbalances: tuple, chance: Fraction) -> None:
    scheme = planned(factors=(SITE,), ratio=(1, 2))
    found, chances = after(scheme, persons, "north")
    assert found == imbalances
    assert chances == [chance, 1 - chance]


def test_three_arms_share_what_the_preferred_leaves() -> None:
    """1:1:2, p = 4/5. Preferred C (share 2) gets 1 - (1/5)(1+1)/3 = 13/15, A and B 1/15 each."""
    scheme = planned(arms=("A", "B", "C"), ratio=(1, 1, 2), factors=(SITE,))
    found, chances = after(scheme, "north A, north B", "north")
    assert found == (4, 4, 1)
    assert chances == [Fraction(1, 15), Fraction(1, 15), Fraction(13, 15)]
