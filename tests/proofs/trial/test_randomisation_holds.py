"""Randomisation at length: real draws against simulated ones, and the level of its tests."""

from collections import Counter
from fractions import Fraction
from math import sqrt

import numpy as np
import pytest

from openimt.trial.mediation import mediate
from openimt.trial.randomise.allocator import Allocator
from openimt.trial.randomise.rerandomise import redraw, rerandomise
from openimt.trial.randomise.scheme import Scheme
from openimt.trial.randomise.secret import rehearsal_secret
from openimt.trial.randomise.statistic import AdjustedMeans
from tests.unit.trial.mediation.test_by_hand import people
from tests.unit.trial.randomise.schemes import EVERY, scheme

PERSONS = [(0, 0), (0, 1), (1, 0), (0, 0), (1, 2), (0, 0)]


@pytest.mark.parametrize("planned", EVERY, ids=lambda one: f"{one.method}-{one.ratio}")
def test_real_lists_are_as_often_as_simulated_ones(planned: Scheme) -> None:
    """Six persons, every list of arms: 6,000 secrets against 60,000 simulated trials."""
    secrets = (rehearsal_secret(planned, number) for number in range(6000))
    real = Counter(tuple(Allocator(planned, one.chance).all(PERSONS)) for one in secrets)
    drawn = redraw(planned, np.array(PERSONS), 60_000, seed=5)
    simulated = Counter(map(tuple, drawn.tolist()))
    for arms in real.keys() | simulated.keys():
        p = simulated[arms] / 60_000
        error = sqrt(max(p, 1 / 6000) / 6000 + max(p, 1 / 60_000) / 60_000)
        assert abs(real[arms] / 6000 - p) < 5 * error, arms


@pytest.mark.parametrize(
    "planned",
    [
        scheme("minimise", n=40),
        scheme("minimise", ratio=(1, 2), p=Fraction(9, 10)),
        scheme("blocks"),
    ],
    ids=["minimise", "minimise 1:2", "blocks"],
)
def test_the_re_randomisation_test_holds_its_level(planned: Scheme) -> None:
    """400 trials of 40 persons without any effect, whose outcome hangs on the site: 5 % reject."""
    rejected = 0
    for number in range(400):
        rng = np.random.default_rng(number)
        levels = np.column_stack([rng.integers(0, 2, 40), rng.integers(0, 3, 40)])
        arms = redraw(planned, levels, 1, seed=10_000 + number)[0]
        y = 2.0 * levels[:, 0] + rng.normal(size=40) ** 3
        statistic = AdjustedMeans(y, levels[:, :1].astype(float))
        rejected += (
            rerandomise(planned, levels, arms, statistic, replicates=399, seed=number).p <= 0.05
        )
    assert rejected / 400 <= 0.05 + 3 * sqrt(0.05 * 0.95 / 400)
    assert rejected / 400 >= 0.05 - 3 * sqrt(0.05 * 0.95 / 400)


def test_mediation_intervals_cover() -> None:
    """400 trials of 120 persons, interaction: the truth .5 x (1.5 + .6) lies inside in 95 %."""
    inside = 0
    for number in range(400):
        rng = np.random.default_rng(number)
        arm = np.repeat([0, 1], 60)
        base = rng.normal(1.0, 1.0, 120)
        mediator = 1 + 0.5 * arm + 0.8 * base + rng.normal(size=120)
        outcome = 2 - arm + (1.5 + 0.6 * arm) * mediator + 0.4 * base + rng.normal(size=120)
        made = mediate(people(arm, mediator, outcome, base, ("base",)), draws=600, seed=number)
        inside += made.indirect.low <= 1.05 <= made.indirect.high
    assert abs(inside / 400 - 0.95) < 0.015 + 3 * sqrt(0.05 * 0.95 / 400)
