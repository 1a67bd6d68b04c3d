"""People and events from tables: order does not matter, and nothing is guessed."""

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.estimand.occurrences import occurrences
from openimt.trial.estimand.read import estimand_from
from openimt.trial.estimand.records import records
from tests.unit.trial.estimand.small import SMALL, event, happened, outcomes, small


def test_rows_in_any_order_and_visits_as_numbers() -> None:
    data = outcomes().replace({"month": {3: 2, 6: 10, 9: 9}})
    made = records(data.sample(frac=1, random_state=1), small())
    assert made.visits == ("2", "9", "10")
    assert made.persons == ("d1", "d2", "d3", "m1", "m2", "m3")
    assert made.y[0].tolist() == [2.0, 1.8, 1.9]
    assert (made.arms, made.arm.tolist()) == (("DBT", "MIT"), [0, 0, 0, 1, 1, 1])
    assert made.covariates[:, 0] == pytest.approx([2.0, 2.1, 2.2, 2.3, 2.4, 2.5])


def test_the_baseline_may_be_a_visit() -> None:
    estimand = small()
    text = SMALL.replace('baseline = "base"', "baseline_visit = 3")
    made = records(outcomes(), estimand_from(text))
    assert made.visits == ("6", "9")
    assert made.covariates[:, 0].tolist() == [2.0, 2.4, 1.5, 2.2, 1.9, 2.8]
    assert records(outcomes(), estimand).visits == ("3", "6", "9")


def test_words_become_columns() -> None:
    data = outcomes()
    people = ["d1", "d2", "d3", "m1", "m2", "m3"]
    data["site"] = data["id"].map(dict(zip(people, "BAACAB", strict=True)))
    made = records(data, small(rest='[model]\ncovariates = ["site"]\nby_visit = ["site"]\n'))
    assert made.covariate_names == ("baseline", "site[B]", "site[C]")
    assert made.by_visit == (False, True, True)
    assert made.covariates[:, 1].tolist() == [1, 0, 0, 0, 0, 1]


def changed(**columns: object) -> pd.DataFrame:
    """The table with the last row's cells replaced."""
    data = outcomes().astype(object)
    for name, value in columns.items():
        data.loc[len(data) - 1, name] = value
    return data


BAD = {
    "no person": (changed(id=""), "row 19, field id: is empty; every row must say whose"),
    "no visit": (changed(month=None), "row 19, field month: is empty"),
    "two rows": (changed(month=6), "row 19, field month: m3 has two rows for the visit 6"),
    "two arms": (changed(arm="DBT"), "m3 has 'DBT' here and 'MIT' in another row"),
    "arm unknown": (outcomes().replace({"arm": {"MIT": "GPM"}}), "'GPM', which is no arm"),
    "no baseline": (changed(base=None), "m3 has no base; everybody needs one"),
    "two baselines": (changed(base=1.0), "m3 has 1.0 here and 2.5 in another row"),
    "a word": (changed(bsl="high"), "row 19, field bsl: is 'high'"),
    "infinite": (changed(bsl=np.inf), "is infinite"),
    "an arm of one": (outcomes().query("id not in ['m2', 'm3']"), "fewer than two people"),
    "visit nobody": (outcomes().assign(bsl=lambda d: d.bsl.where(d.month != 6)), "at the visit 6"),
    "a visit 0": (outcomes().replace({"month": {3: 0}}), "the visit 0 is not after baseline"),
    "names": (outcomes().replace({"month": {3: "end", 6: "x"}}), "do not say their order"),
    "no target": (outcomes().query("month < 9"), "nobody has a visit 9"),
    "no column": (outcomes().drop(columns="arm"), "has no column 'arm'"),
    "no rows": (outcomes().iloc[:0], "has no rows"),
}


@pytest.mark.parametrize("which", BAD)
def test_bad_data_are_refused(which: str) -> None:
    data, says = BAD[which]
    with pytest.raises(TrialError) as refused:
        records(data, small(), "bsl.csv")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("visit", "data", "says"),
    [
        ("0", outcomes(), "nobody has the baseline visit 0"),
        ("6", outcomes(), "the visit 3 is before the baseline visit 6"),
        ("3", outcomes(m1=[None, 1.7, 1.1]), "m1 has no baseline"),
    ],
)
def test_a_baseline_visit_that_cannot_be_one(visit: str, data: pd.DataFrame, says: str) -> None:
    text = SMALL.replace('baseline = "base"', f"baseline_visit = {visit}")
    with pytest.raises(TrialError) as refused:
        records(data, estimand_from(text))
    assert says in str(refused.value)


def test_a_covariate_by_visit_must_be_a_covariate() -> None:
    with pytest.raises(TrialError, match="name it under model"):
        records(outcomes(), small(rest='[model]\nby_visit = ["site"]\n'))


DROPOUT = event("therapy_dropout", "treatment policy") + event("suicide", "composite", value=4)


def firsts(*rows: tuple[str, str, float]) -> dict[str, int]:
    estimand = small(DROPOUT)
    people = records(outcomes(m1=[2.2, None, None]), estimand)
    made = occurrences(happened(*rows), estimand, people)
    return {people.persons[one.person]: one.first for one in made}


def test_a_visit_on_the_day_of_the_event_is_before_it() -> None:
    rows = [("d1", 0.0), ("d2", 3.0), ("d3", 3.1), ("m2", 9.0), ("m3", 30.0)]
    made = firsts(*((person, "therapy_dropout", at) for person, at in rows))
    assert made == {"d1": 0, "d2": 1, "d3": 1, "m2": 3, "m3": 3}


def test_the_first_visit_after_may_be_named() -> None:
    estimand = small(DROPOUT)
    people = records(outcomes(), estimand)
    table = pd.DataFrame(
        [("d1", "therapy_dropout", "6"), ("d2", "therapy_dropout", "")],
        columns=["id", "event", "first_visit"],
    )
    assert [one.first for one in occurrences(table, estimand, people)] == [1, 3]
    assert occurrences(table.iloc[:0], estimand, people) == ()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("x9", "therapy_dropout", 3), "row 2: x9 had an event but is not in the data"),
        (("d1", "therapy_dropout", -1), "row 2, field at: is before baseline"),
        (("d1", "therapy_dropout", np.nan), "row 2, field at: is empty"),
        (("d1", "relapse", 3), "no rule for the event relapse"),
        (("d1", "study_dropout", 3), "seen in the outcomes themselves"),
        (("d1", "suicide", 3), "d1 has an outcome after suicide"),
    ],
)
def test_bad_events_are_refused(row: tuple[str, str, float], says: str) -> None:
    with pytest.raises(TrialError) as refused:
        firsts(row)
    assert says in str(refused.value)


def test_an_event_noted_twice_is_refused() -> None:
    with pytest.raises(TrialError, match="row 3: d1 has therapy_dropout twice"):
        firsts(("d1", "therapy_dropout", 3), ("d1", "therapy_dropout", 6))


def test_visits_that_are_names_need_the_first_visit() -> None:
    data = outcomes().replace({"month": {3: "month 3", 6: "month 6", 9: "month 12"}})
    text = (SMALL + DROPOUT).replace("at = 9", 'at = "month 12"')
    estimand = estimand_from(text)
    people = records(data, estimand)
    assert people.visits == ("month 3", "month 6", "month 12")
    with pytest.raises(TrialError, match="a column first_visit"):
        occurrences(happened(("d1", "therapy_dropout", 3)), estimand, people)
    table = pd.DataFrame(
        [("d1", "therapy_dropout", "late")], columns=["id", "event", "first_visit"]
    )
    with pytest.raises(TrialError, match="late is no visit after baseline"):
        occurrences(table, estimand, people)
