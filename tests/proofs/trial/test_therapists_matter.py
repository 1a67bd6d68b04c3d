"""How often a therapy without effect is declared to work, when therapists differ.

Sixty people, thirty of them treated by six therapists; the other arm has none. Therapists account
for 15 % of the variance in their arm. Nothing else differs between the arms.
"""

from functools import cache

import numpy as np

from openimt.trial.matrix import ModelMatrix
from openimt.trial.mixed import fit_mixed, parse_random

TRIALS = 1000
MCSE = np.sqrt(0.05 * 0.95 / TRIALS)
ARM = np.repeat([1, 0], 30)
THERAPIST = np.concatenate([np.repeat(np.arange(6), 5), np.full(30, -1)])
SITE = np.arange(60) % 4
LEVELS = {"arm": ("TAU", "MIT"), "therapist": tuple("123456"), "site": tuple("ABCD")}
GROUPS = {"arm": ARM, "therapist": THERAPIST, "site": SITE}
EFFECT = np.array([0.0, 1.0, 0.0])


def trial(seed: int) -> ModelMatrix:
    chance = np.random.default_rng([20_260_101, seed])
    base = chance.normal(size=60)
    own = np.append(chance.normal(0, np.sqrt(0.15 / 0.85), 6), 0.0)[THERAPIST]
    y = 0.5 * base + own + chance.normal(0, 0.4, 4)[SITE] + chance.normal(size=60)
    return ModelMatrix(
        outcome="y",
        names=("1", "arm", "base"),
        x=np.column_stack([np.ones(60), ARM, base]),
        y=y,
        terms=(),
        factors=(),
        row_means={},
        subject_means={},
        subject=np.arange(60),
        subjects=tuple(map(str, range(60))),
        visit=np.zeros(60, dtype=np.int64),
        visits=("",),
        source_row=np.arange(60) + 2,
        make_row=lambda values: np.zeros(3),
    )


@cache
def found(random: str, df: str) -> float:
    """The share of trials with p below .05; not one fit may fail."""
    terms, count = parse_random(random), 0
    for seed in range(TRIALS):
        fit = fit_mixed(trial(seed), terms, GROUPS, levels=LEVELS, df=df)
        assert fit.converged
        count += fit.contrast(EFFECT).p < 0.05
    return count / TRIALS


def test_therapists_left_out_find_an_effect_that_is_not_there() -> None:
    assert found("1|site", "kr") > 0.05 + 4 * MCSE


def test_therapists_in_the_model_with_kenward_roger_keep_the_level() -> None:
    share = found("1|site, 1|therapist in arm=MIT", "kr")
    assert share < 0.05 + 2.5 * MCSE
    assert share > 0.02, "nor is it bought by never finding anything"
    assert share < found("1|site", "kr") - 4 * MCSE
