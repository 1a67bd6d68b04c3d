"""Reliable change and clinical significance on the couples of the paper that introduced them.

Data: 30 couples before and after marital therapy (Jacobson and Truax 1991, as published in the
R package clinicalsignificance). Everything expected here is worked out in the test itself from
the formulas on paper: SE = SD sqrt(1 - r), RC = (post - pre) / (sqrt(2) SE), |RC| > 1.96, and the
cut-offs a, b and c.
"""

from math import sqrt

import pytest

from openimt.assess.change import (
    Changed,
    Spread,
    change_index,
    classify,
    cutoff_a,
    cutoff_b,
    cutoff_c,
    smallest_reliable,
    standard_error,
)
from openimt.exchange.table import read_table, to_number
from tests.real_data import real

# Reliability and norms as Jacobson and Truax give them for the dyadic adjustment scale: test-retest
# .88, healthy couples 114.8 (SD 17.8). The reliability .88 is taken over for the distress scale,
# where the paper uses no norm, so that both directions of "better" are worked through.
RELIABILITY = 0.88
HEALTHY_DAS = Spread(114.8, 17.8)


def couples(measure: str) -> list[tuple[float, float]]:
    """Before and after, for every couple that has both."""
    table = read_table(real("rct/jacobson1989_marital_therapy.csv"))
    at = {name: table.place(name) for name in ("subject", "time", measure)}
    seen: dict[str, dict[str, float | None]] = {}
    for row in table.rows:
        person = seen.setdefault(row.cells[at["subject"]], {})
        person[row.cells[at["time"]]] = to_number(row.cells[at[measure]])
    assert len(seen) == 30
    pairs = [(one["pre"], one["post"]) for one in seen.values()]
    return [(a, b) for a, b in pairs if a is not None and b is not None]


def spread(values: list[float]) -> Spread:
    mean = sum(values) / len(values)
    return Spread(mean, sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1)))


def by_hand(pairs: list[tuple[float, float]], sd: float, cut: float, sign: int) -> list[str]:
    """The classification written out, with no function of the program."""
    error_of_difference = sqrt(2 * (sd * sqrt(1 - RELIABILITY)) ** 2)
    names = []
    for before, after in pairs:
        index = sign * (after - before) / error_of_difference
        if index > 1.96:
            crossed = sign * before < sign * cut <= sign * after
            names.append("recovered" if crossed else "improved")
        else:
            names.append("deteriorated" if index < -1.96 else "unchanged")
    return names


def test_adjustment_where_higher_is_better() -> None:
    pairs = couples("das")
    before = spread([a for a, _ in pairs])
    cut = (HEALTHY_DAS.sd * before.mean + before.sd * HEALTHY_DAS.mean) / (
        HEALTHY_DAS.sd + before.sd
    )
    assert cutoff_c(before, HEALTHY_DAS) == pytest.approx(cut)
    made = [
        classify(
            a, b, sd=before.sd, reliability=RELIABILITY, cutoff=cut, higher_is_better=True
        ).value
        for a, b in pairs
    ]
    assert made == by_hand(pairs, before.sd, cut, +1)
    assert {"recovered", "improved", "unchanged"} <= set(made)


def test_distress_where_lower_is_better() -> None:
    pairs = couples("gds")
    before = spread([a for a, _ in pairs])
    cut = before.mean - 2 * before.sd
    assert cutoff_a(before, higher_is_better=False) == pytest.approx(cut)
    made = [
        classify(a, b, sd=before.sd, reliability=RELIABILITY, cutoff=cut).value for a, b in pairs
    ]
    assert made == by_hand(pairs, before.sd, cut, -1)
    assert {"improved", "unchanged"} <= set(made)


def test_the_direction_decides_who_got_better() -> None:
    pairs = couples("das")
    sd = spread([a for a, _ in pairs]).sd
    up = [classify(a, b, sd=sd, reliability=RELIABILITY, higher_is_better=True) for a, b in pairs]
    down = [classify(a, b, sd=sd, reliability=RELIABILITY) for a, b in pairs]
    swap = {Changed.IMPROVED: Changed.DETERIORATED, Changed.DETERIORATED: Changed.IMPROVED}
    assert down == [swap.get(one, one) for one in up]


def test_the_worked_example_of_the_paper() -> None:
    """From 32.5 to 47.5 with SD 7.5 and r .80: SE 3.35, S_diff 4.74, RC 3.16."""
    assert standard_error(7.5, 0.80) == pytest.approx(3.35, abs=0.005)
    assert sqrt(2) * standard_error(7.5, 0.80) == pytest.approx(4.74, abs=0.005)
    assert change_index(32.5, 47.5, 7.5, 0.80) == pytest.approx(3.16, abs=0.005)
    assert classify(32.5, 47.5, sd=7.5, reliability=0.80, higher_is_better=True) == "improved"


def test_cut_offs_on_paper() -> None:
    need, well = Spread(40, 7.5), Spread(60, 7.5)
    assert cutoff_a(need, higher_is_better=True) == 55
    assert cutoff_b(well, higher_is_better=True) == 45
    assert cutoff_c(need, well) == 50
    assert cutoff_c(Spread(40, 10), Spread(60, 5)) == pytest.approx(53 + 1 / 3)


def test_just_chance_is_no_change() -> None:
    edge = smallest_reliable(10, 0.75)
    assert classify(50, 50 - edge * 0.999, sd=10, reliability=0.75) is Changed.UNCHANGED
    assert classify(50, 50 - edge * 1.001, sd=10, reliability=0.75) is Changed.IMPROVED
    assert classify(50, 50 + edge * 1.001, sd=10, reliability=0.75) is Changed.DETERIORATED


def test_what_retest_and_alpha_make_of_one_spread() -> None:
    """BSL-23: 0.50 with alpha .95; 0.88 to 1.14 with retest .84 to .73, all with SD .80."""
    assert smallest_reliable(0.80, 0.95) == pytest.approx(0.50, abs=0.01)
    assert smallest_reliable(0.80, 0.841) == pytest.approx(0.88, abs=0.01)
    assert smallest_reliable(0.80, 0.734) == pytest.approx(1.14, abs=0.01)
