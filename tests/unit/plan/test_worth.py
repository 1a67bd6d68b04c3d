"""What a plan is worth, and the bound that no plan exceeds."""

from itertools import combinations
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


def test_the_bound_holds_for_every_choice_that_fits() -> None:
    severity = {"anger": 0.5, "identity": 0.7}
    every = [
        module("a", 8, anger=0.04),
        module("b", 6, anger=0.03, identity=0.01),
        module("c", 10, identity=0.03),
        module("d", 4, fixed=0.1),
    ]
    for size in range(len(every) + 1):
        for chosen in combinations(every, size):
            rest = [c for c in every if c not in chosen]
            most = bound(chosen, rest, severity, capacity=18)
            assert all(
                worth(other, severity) <= most + 1e-12
                for n in range(len(every) + 1)
                for other in combinations(every, n)
                if sum(c.cost for c in other) <= 18
            )
