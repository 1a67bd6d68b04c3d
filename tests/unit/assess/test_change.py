"""Reliable change by an instrument's own norm."""

import pytest

from openimt.assess.change import Changed, classify, norm_for, reliable_change, standard_error
from openimt.assess.instruments import load
from openimt.errors import ScoringError


def test_the_retest_norm_is_preferred_to_alpha() -> None:
    norm = norm_for(load("bsl23"))
    assert norm is not None
    assert norm.kind == "retest"


def test_better_and_worse_by_the_instrument() -> None:
    ders = load("ders16")
    assert reliable_change(60, 40, ders) is Changed.IMPROVED
    assert reliable_change(40, 60, ders) is Changed.DETERIORATED
    assert reliable_change(50, 45, ders) is Changed.UNCHANGED


def test_without_a_complete_norm_nothing_is_claimed() -> None:
    assert reliable_change(20, 2, load("phq9")) is None
    assert reliable_change(2, 5, load("brs")) is None
    assert reliable_change(5, 9, load("oi-day"), "sleep") is None


def test_recovered_needs_both() -> None:
    spread = {"sd": 10.0, "reliability": 0.9, "cutoff": 50.0}
    assert classify(70, 45, **spread) is Changed.RECOVERED
    assert classify(90, 60, **spread) is Changed.IMPROVED
    assert classify(51, 49, **spread) is Changed.UNCHANGED
    assert classify(45, 20, **spread) is Changed.IMPROVED


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (-1, 0.8), (1, 1.0), (1, -0.1)])
def test_a_spread_that_cannot_be_is_refused(sd: float, reliability: float) -> None:
    with pytest.raises(ScoringError):
        standard_error(sd, reliability)
