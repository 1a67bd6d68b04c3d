"""Schemes for the tests of randomisation."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from openimt.trial.randomise.scheme import BalancedFactor, Method, Scheme

SITE = BalancedFactor("site", ("north", "south"))
DRUGS = BalancedFactor("medication", ("none", "stable", "several"))
START = "2026-11-22T09:00:00+01:00"


def scheme(method: str = "minimise", **words: Any) -> Scheme:
    """Two arms, two sites, three states of medication, unless said otherwise."""
    made = {"arms": ("dbt", "mit"), "ratio": (1, 1), "factors": (SITE, DRUGS), "n": 120}
    made |= {"site": "site"} if "factors" not in words else {}
    return Scheme(method=Method(method), **(made | words))


EVERY = (
    scheme("simple"),
    scheme("simple", ratio=(1, 2)),
    scheme("blocks", block_sizes=(4, 6)),
    scheme("blocks", ratio=(2, 1), block_sizes=(3, 6, 9)),
    scheme("minimise"),
    scheme("minimise", ratio=(1, 2), measure="variance", overall=Fraction(1, 2)),
    scheme("minimise", arms=("a", "b", "c"), ratio=(1, 2, 3), p=Fraction(3, 4)),
    replace(scheme("minimise"), factors=(replace(SITE, weight=Fraction(2)), DRUGS)),
    scheme("big_stick", limit=2),
    scheme("big_stick", ratio=(2, 1), limit=1),
    scheme("urn", urn=(1, 2)),
    scheme("blocks", factors=(replace(SITE, weight=Fraction(0)), DRUGS), site="site"),
)
"""One of each kind, equal and unequal, with and without weights."""
