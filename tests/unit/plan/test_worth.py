"""What a plan is worth, and the bound that no plan exceeds."""

from dataclasses import replace
from itertools import product
from math import exp

import pytest

from openimt.plan.bound import bound
from openimt.plan.worth import Candidate, worth


def module(name: str, sessions: int, fixed: float = 0.0, **relief: float) -> Candidate:
    return Candidate(name, sessions, min(2, sessions), relief, fixed, budget=True)


def test_worth_by_hand() -> None:
    r3 = module("r3", 10, anger=0.05)
    assert worth([r3], {"anger": 0.5}) == pytest.approx(0.5 * (1 - exp(-1)))


def test_no_need_is_relieved_by_more_than_there_is_of_it() -> None:
    assert worth([module("r3", 1000, anger=0.1)], {"anger": 0.3}) <= 0.3


def test_a_need_of_nothing_is_worth_nothing() -> None:
    assert worth([module("r3", 10, anger=0.1)], {"anger": 0.0}) == 0


def test_a_wish_counts_by_itself() -> None:
    assert worth([module("n0", 4, fixed=0.15)], {}) == 0.15


def test_the_second_module_for_a_need_adds_less() -> None:
    a, b = module("a", 10, anger=0.03), module("b", 10, anger=0.03)
    severity = {"anger": 0.5}
    assert worth([a, b], severity) - worth([a], severity) < worth([b], severity)


def every_choice(free: list[Candidate]) -> list[tuple[Candidate, ...]]:
    """Every subset, each module absent, at its smallest dose, or at its usual one."""
    doses = [(None, replace(c, sessions=c.fewest), c) for c in free]
    return [tuple(c for c in choice if c is not None) for choice in product(*doses)]


@pytest.mark.parametrize("capacity", [0, 5, 12, 18, 60])
def test_the_bound_holds_for_every_choice_that_fits(capacity: int) -> None:
    severity = {"anger": 0.5, "identity": 0.7}
    forced = [module("z", 2, anger=0.02)]
    free = [
        module("a", 8, anger=0.04),
        module("b", 6, anger=0.03, identity=0.01),
        module("c", 10, identity=0.03),
        module("d", 4, fixed=0.1),
    ]
    most = bound(forced, free, severity, capacity)
    for choice in every_choice(free):
        if sum(c.cost for c in (*forced, *choice)) <= capacity:
            assert worth((*forced, *choice), severity) <= most + 1e-12


def test_with_room_for_everything_the_bound_is_reached() -> None:
    severity = {"anger": 0.5}
    free = [module("a", 8, anger=0.04), module("b", 6, anger=0.03)]
    assert bound([], free, severity, 100) == pytest.approx(worth(free, severity))
