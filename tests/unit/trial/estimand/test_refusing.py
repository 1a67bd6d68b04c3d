"""What no model can be fitted to is refused in one plain sentence, never answered."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.estimand import Answer, answer_estimand, estimand_from
from openimt.trial.estimand.comparing import comparison
from tests.reference.estimand.dense import Trial
from tests.reference.estimand.invented import invented, plan, tables

Edit = Callable[[pd.DataFrame], pd.DataFrame]
TRIAL = invented(41, n=40)
SITE = ('covariates = ["sex"]', 'covariates = ["sex", "site"]')


def answered(trial: Trial, edit: Edit = lambda data: data, *changes: tuple[str, str]) -> Answer:
    data, events = tables(trial)
    text = plan(trial, "J2R")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return answer_estimand(estimand_from(text), edit(data), events, file="data.csv")


def emptied() -> Trial:
    y = TRIAL.y.copy()
    y[TRIAL.arm == 1, 2] = np.nan
    return replace(TRIAL, y=y)


BAD = {
    "constant": (TRIAL, lambda d: d.assign(y=3.0), (), "'y' is 3 in every row"),
    "follows": (TRIAL, lambda d: d.assign(site=d.sex * 2 + 1), (SITE,), "column 'site' is a sum"),
    "site is arm": (TRIAL, lambda d: d.assign(site=d.arm), (SITE,), "is a sum of the columns"),
    "base constant": (TRIAL, lambda d: d.assign(base=20), (), "'baseline:3' is a sum"),
    "repeats": (
        TRIAL,
        lambda d: d.assign(y=np.where(d.month == 6, d.y.shift(1) * 2 + 1, d.y)),
        (),
        "almost exactly from other visits",
    ),
    "few": (invented(41, n=8), lambda d: d, (), "too few persons"),
    "empty arm": (emptied(), lambda d: d, (), "nobody in the arm MIT has an outcome at 9"),
    "all jump": (
        replace(TRIAL, first=np.where(TRIAL.arm == 1, 1, 3)),
        lambda d: d,
        (),
        "nobody in the arm MIT has an outcome at 6",
    ),
    "structure": (
        TRIAL,
        lambda d: d,
        (('by_visit = ["baseline", "sex"]', 'covariance = "spatial"'),),
        "no covariance structure 'spatial'",
    ),
}


@pytest.mark.parametrize("which", BAD)
def test_it_is_refused(which: str) -> None:
    trial, edit, changes, says = BAD[which]
    with pytest.raises(TrialError) as refused:
        answered(trial, edit, *changes)
    assert says in str(refused.value)


def test_a_person_who_alone_tells_a_covariate_is_named() -> None:
    """Everybody can be fitted; without the one at site B nobody could say what site B does."""
    stayed = (TRIAL.first == 3) & ~np.isnan(TRIAL.y).any(axis=1)
    alone = f"P{int(np.flatnonzero(stayed)[-1]):03}"
    with pytest.raises(TrialError, match=f"without {alone} the model cannot be fitted"):
        answered(TRIAL, lambda d: d.assign(site=np.where(d.id == alone, "B", "A")), SITE)


def test_a_sensitivity_analysis_that_cannot_be_done_leaves_the_others() -> None:
    made = answered(TRIAL, lambda d: d, ("same_scale = true\n", ""))
    refused = {one.label: one.refused for one in made.findings}
    assert "same_scale = true" in refused["LMCF"]
    assert not any(says for label, says in refused.items() if label != "LMCF")
    assert "LMCF was not done" in str(made)


def test_covariates_that_cannot_be_told_apart_are_refused_at_the_comparison() -> None:
    z = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1], np.arange(6.0), 2 * np.arange(6.0)])
    with pytest.raises(TrialError, match="cannot be told apart"):
        comparison(z, 2, np.ones((1, 6)))
