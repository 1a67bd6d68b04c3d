"""What a scheme is warned of before the first person: too many strata, blocks that are foreseen."""

from fractions import Fraction
from itertools import product
from math import prod

from openimt.trial.randomise.allocator import possible_sizes
from openimt.trial.randomise.scheme import Method, Scheme

SMALL_STRATUM = 4
"""Strata expected to hold fewer persons than this are the ones of 1 to 3."""
USUAL_P = (Fraction(7, 10), Fraction(9, 10))


def advice(scheme: Scheme) -> tuple[str, ...]:
    """Plain sentences, each with a remedy; empty for a sound scheme.

    >>> from openimt.trial.randomise.scheme import BalancedFactor
    >>> site = BalancedFactor("site", tuple("abcdefghij"))
    >>> drugs = BalancedFactor("medication", ("none", "stable", "several"))
    >>> said = advice(Scheme(("mit", "dbt"), (1, 1), Method.BLOCKS, (site, drugs), n=90))
    >>> said[0][:66]
    '90 persons in 30 strata are 3 in a stratum: 30 strata expect fewer'
    """
    said = [*_small_strata(scheme), *_blocks(scheme), *_coin(scheme), *_simple(scheme)]
    return tuple(said)


def expected_strata(scheme: Scheme) -> list[Fraction]:
    """How many persons each stratum expects, by the factors' shares taken as independent."""
    shares = [scheme.factors[n].expected for n in scheme.stratifiers]
    return [scheme.n * prod(one, start=Fraction(1)) for one in product(*shares)]


def _small_strata(scheme: Scheme) -> list[str]:
    if scheme.method in {Method.SIMPLE, Method.MINIMISE} or not scheme.n:
        return []
    expected = expected_strata(scheme)
    small = sum(one < SMALL_STRATUM for one in expected)
    if not small or len(expected) == 1:
        return []
    mean = float(Fraction(scheme.n, len(expected)))
    says = (
        f"{scheme.n} persons in {len(expected)} strata are {mean:.3g} in a stratum: {small} strata "
        f"expect fewer than {SMALL_STRATUM}, which stay unbalanced; balance fewer "
        "factors or use minimise"
    )
    return [says]


def _blocks(scheme: Scheme) -> list[str]:
    if scheme.method is not Method.BLOCKS:
        return []
    said = []
    sizes = possible_sizes(scheme)
    if scheme.open_label and min(sizes) <= 2:
        said.append("blocks of 2 give away every second person; use 4 and more")
    if scheme.open_label and len(sizes) == 1:
        said.append(
            "one block size in an open-label trial is foreseen; it was asked for on purpose"
        )
    unfilled = sum(0 < one < min(sizes) for one in expected_strata(scheme)) if scheme.n else 0
    if unfilled:
        said.append(
            f"{unfilled} strata expect fewer persons than the shortest block ({min(sizes)}), so "
            "most blocks stay incomplete; balance fewer factors or use minimise"
        )
    return said


def _coin(scheme: Scheme) -> list[str]:
    if scheme.method is not Method.MINIMISE:
        return []
    said = []
    low, high = USUAL_P
    if not low <= scheme.p <= high:
        said.append(
            f"p = {float(scheme.p):g} lies outside 0.7 to 0.9: "
            + ("the next arm is foreseen" if scheme.p > high else "little is balanced")
        )
    if len(set(scheme.ratio)) > 1:
        said.append(
            "with an unequal ratio the biased coin keeps the ratio on average, not at every "
            "step: analyse with the factors in the model and report the re-randomisation test"
        )
    return said


def _simple(scheme: Scheme) -> list[str]:
    if scheme.method is Method.SIMPLE and 0 < scheme.n <= 200:
        return [f"simple randomisation of {scheme.n} persons leaves unequal arms; fit above 200"]
    return []
