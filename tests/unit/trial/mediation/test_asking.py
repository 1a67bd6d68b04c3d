"""What a mediation refuses, warns of, and how it speaks."""

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.mediation import mediate, people_from
from tests.unit.trial.mediation.test_by_hand import people, world


def table(n: int = 60, *, through: float = 1.5) -> pd.DataFrame:
    rng = np.random.default_rng(8)
    arm = np.repeat([0, 1], n // 2)
    base, before = rng.normal(size=(2, n))
    mediator = through * arm + 0.5 * base + rng.normal(size=n)
    outcome = -2 * mediator + 0.5 * before + rng.normal(size=n)
    names = np.array(["mit", "dbt"])[1 - arm]
    columns = {"arm": names, "m0": base, "y0": before, "m6": mediator, "y18": outcome}
    return pd.DataFrame(columns)


ASKED = {
    "arm": "arm",
    "mediator": "m6",
    "outcome": "y18",
    "mediator_baseline": "m0",
    "outcome_baseline": "y0",
    "mediator_at": 6,
    "outcome_at": 18,
}


def test_a_table_becomes_people() -> None:
    data = people_from(table(), **ASKED, reference="dbt")
    assert data.arm_names == ("dbt", "mit")
    assert data.names == ("m0", "y0")
    assert data.covariates.shape == (60, 2)
    made = mediate(data, draws=300)
    turned = mediate(people_from(table(), **ASKED, reference="mit"), draws=300, interaction=False)
    plain = mediate(data, draws=300, interaction=False)
    assert turned.indirect.estimate == pytest.approx(-plain.indirect.estimate)
    assert made.indirect.estimate == pytest.approx(-3, abs=1.5)
    assert list(made.tidy()["name"]) == ["a", "b", "indirect", "direct", "total"]
    assert "indirect" in made.summary()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"mediator_at": 18}, "which came first cannot be told; take an earlier visit"),
        ({"mediator_at": 24}, "which came first cannot be told"),
        ({"mediator_at": 0}, "not after randomisation"),
        ({"mediator_at": -3}, "not after randomisation"),
        ({"mediator_at": float("nan")}, "not after randomisation"),
        ({"outcome_at": float("nan")}, "came first"),
        ({"mediator": "m7"}, "is no column"),
        ({"arm": "site"}, "is no column"),
        ({"mediator": "arm"}, "text where a number"),
        ({"reference": "gpm"}, "no arm 'gpm'"),
        ({"covariates": ["m0", "y0", "twice"]}, "repeat each other"),
    ],
)
def test_what_cannot_be_asked_is_refused(words: dict, says: str) -> None:
    data = table()
    data["twice"] = 2 * data["m0"] - data["y0"]
    with pytest.raises(TrialError, match=says):
        mediate(people_from(data, **(ASKED | words)), draws=300)


def test_people_it_cannot_do_with() -> None:
    three = table()
    three.loc[0, "arm"] = "gpm"
    with pytest.raises(TrialError, match="3 arms"):
        people_from(three, **ASKED)
    with pytest.raises(TrialError, match="9 and 9 complete persons"):
        people_from(table(18), **ASKED)
    infinite = table()
    infinite.loc[3, "m6"] = np.inf
    with pytest.raises(TrialError, match="infinite"):
        people_from(infinite, **ASKED)
    flat = table()
    flat["m6"] = 1.0
    with pytest.raises(TrialError, match="same for everybody"):
        people_from(flat, **ASKED)
    with pytest.raises(TrialError, match="coded 0 and 1"):
        people(np.arange(30) % 3, np.arange(30.0), np.arange(30.0))
    with pytest.raises(TrialError, match="as many mediators"):
        people(np.arange(30) % 2, np.arange(29.0), np.arange(30.0))
    with pytest.raises(TrialError, match="complete persons"):
        people(np.arange(30) % 2, np.full(30, np.nan), np.arange(30.0))
    with pytest.raises(TrialError, match="draws"):
        mediate(world(60, 1), draws=10)


def test_a_mediator_that_is_the_arm_is_refused() -> None:
    arm = np.repeat([0, 1], 15)
    with pytest.raises(TrialError, match="repeat each other"):
        mediate(people(arm, arm * 2.0, np.arange(30.0)), interaction=False)


def test_incomplete_people_are_left_out_and_told() -> None:
    data = table()
    data.loc[[1, 40], "y18"] = np.nan
    data.loc[7, "arm"] = None
    made = mediate(people_from(data, **ASKED), draws=300)
    assert (made.persons, made.left_out) == (57, 3)
    assert "3 persons with a missing value" in " ".join(made.warnings)


def test_a_missing_baseline_is_on_purpose_and_warned_of() -> None:
    made = mediate(people_from(table(), **(ASKED | {"mediator_baseline": None})), draws=300)
    assert any("mediator is not adjusted for its baseline" in one for one in made.warnings)
    assert not mediate(people_from(table(), **ASKED), draws=300).warnings


CLAIMS = (
    "prove",
    "because",
    "cause of",
    "caused",
    "causes ",
    "due to",
    "leads to",
    "mediates",
    "explains",
)


@pytest.mark.parametrize("through", [0.0, 1.5])
def test_words_claim_no_more_than_they_can(through: float) -> None:
    made = mediate(people_from(table(through=through), **ASKED), draws=500)
    said = " ".join(made.says).lower()
    assert not [claim for claim in CLAIMS if claim in said]
    excludes = not made.indirect.low <= 0 <= made.indirect.high
    assert excludes == (through > 0)
    assert ("consistent with a path" in said) == excludes
    assert ("neither show nor exclude" in said) != excludes
    assert "randomisation makes the arms alike" in said
    assert f"{made.sensitivity.rho:.2f}" in said


def test_a_share_is_told_only_where_it_means_something() -> None:
    whole = mediate(people_from(table(200), **ASKED), draws=500)
    assert whole.share is None or 0 < whole.share <= 1
    nothing = mediate(people_from(table(through=0.0), **ASKED), draws=500)
    assert nothing.share is None
    arm = np.repeat([0, 1], 50)
    rng = np.random.default_rng(1)
    mediator = arm + rng.normal(size=100)
    apart = mediate(people(arm, mediator, 3 * arm - mediator + 0.1 * rng.normal(size=100)))
    assert apart.direct.estimate > 0 > apart.indirect.estimate
    assert apart.share is None
    with pytest.raises(TrialError, match="between -1 and 1"):
        apart.sensitivity.indirect_at(1.0)
