"""What a number of people can and cannot show, as a table a clinician can read.

| people | lost by month 18 | finds, in 80 of 100 trials | finds d = 0.3 in |
|    120 |               30 |                  d = 0.64  |        26 of 100 |
"""

from dataclasses import replace

import pytest

from openimt.trial.design.limits import limits, says, with_people
from openimt.trial.design.priors import priors
from openimt.trial.design.read import read_design, scenarios
from openimt.trial.simulation import Means, simulate

EQUIPOISE = read_design("equipoise")
ALONE = Means(workers=1)
TABLE = [(60, 0.92, 0.15), (120, 0.64, 0.26), (240, 0.45, 0.47), (529, 0.30, 0.80)]


@pytest.mark.parametrize(("people", "found", "small"), TABLE)
def test_what_that_many_people_find(people: int, found: float, small: float) -> None:
    made = limits(with_people(EQUIPOISE, people))
    assert made.detectable / made.unit == pytest.approx(found, abs=0.006)
    assert made.small_power == pytest.approx(small, abs=0.006)


def test_a_trial_of_120_is_said_not_to_show_equality() -> None:
    told = " ".join(says(EQUIPOISE))
    assert "finding no difference does not show that the therapies do the same" in told
    assert "529 people" in told


def test_no_shipped_default_makes_a_therapy_better() -> None:
    """Only what is labelled, or stands in a source, differs; where no change is said, none does."""
    known = {"climamithe-like", "tau-like"}
    for name in scenarios():
        design = read_design(name)
        if design.difference == 0 or name in known:
            continue
        assert design.label == "synthetic, unverified", name
    assert EQUIPOISE.difference == 0
    assert (EQUIPOISE.outcomes[1].means[0] == EQUIPOISE.outcomes[1].means[1]).all()


def test_every_prior_has_a_source_and_a_mark() -> None:
    known = priors()
    numbers = [each for table in known.numbers.values() for each in table.values()]
    assert len(numbers) > 40
    assert all(each.source for each in numbers)
    assert {each.checked for each in numbers} == {True, False}


def test_therapists_who_are_left_out_are_warned_of() -> None:
    assert "leaves out that people share therapists" in says(read_design("tau-like"))[-1]


def test_arms_that_hang_together_otherwise_are_warned_of() -> None:
    """The bias is there, and gone where loss does not depend on what was seen."""
    design = read_design("tau-like")
    at_random = replace(design, drop_out=replace(design.drop_out, slope=0.0))
    assert "one covariance for all" in says(design)[-2]
    assert "one covariance for all" not in " ".join(says(at_random))
    biased, right = (simulate(one, 6_000, means=ALONE).summary for one in (design, at_random))
    assert biased.bias is not None
    assert right.bias is not None
    assert biased.bias_mcse is not None
    assert biased.bias > 4 * biased.bias_mcse
    assert abs(right.bias) < 4 * biased.bias_mcse
