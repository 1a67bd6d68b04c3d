"""The power that ``openimt trial design`` tells, against simulation."""

from dataclasses import replace

import pytest

from openimt.trial.design.limits import limits, with_people
from openimt.trial.design.read import read_design, scenarios
from openimt.trial.design.trial_design import Therapists
from openimt.trial.simulation.run import simulate

TRIALS = 10_000


@pytest.mark.parametrize("name", scenarios())
def test_power_and_precision(name: str) -> None:
    """Where nobody's loss depends on what was seen; events and therapists are told elsewhere."""
    design = read_design(name)
    at_random = replace(design.drop_out, slope=0.0)
    design = replace(design, events=(), therapists=Therapists(), drop_out=at_random)
    told, seen = limits(design), simulate(design, TRIALS).summary
    assert told.power == pytest.approx(seen.power, abs=0.01 + 4 * seen.mcse)
    assert seen.mean_se is not None
    assert told.with_loss.se == pytest.approx(seen.mean_se, rel=0.015)
    assert told.with_loss.df == pytest.approx(seen.mean_df, rel=0.06)


def test_the_people_needed_are_enough() -> None:
    """With as many as the page asks for, d = .4 is found in about 80 of 100 trials."""
    design = read_design("article-claim")
    needed = limits(design).needed
    assert needed is not None
    enough = with_people(design, round(needed * (0.3 / 0.4) ** 2))
    assert simulate(enough, 4_000).summary.power == pytest.approx(0.80, abs=0.03)
