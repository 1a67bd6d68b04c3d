"""What each strategy makes of outcomes: kept, set aside, given a value, or imputed.

One person, measured at months 3, 6 and 9; the event after month 3. In the rows a number is what
counts, ``-`` what is imputed. *Fitted* says which outcomes the model of the means is fitted to.
"""

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.estimand.attributes import Assumption
from openimt.trial.estimand.counting import count_events
from openimt.trial.estimand.rules import ASSUMPTIONS
from tests.unit.trial.estimand.small import event, happened, outcomes, ruled, small

STAYED = [2.2, 1.7, 1.1]
LEFT = [2.2, 1.7, None]

RULES = [
    # strategy, missing as, measured, counts as, fitted
    ("treatment policy", "MAR", STAYED, "2.2 1.7 1.1", "yes yes yes"),
    ("treatment policy", "MAR", LEFT, "2.2 1.7 -", "yes yes no"),
    ("treatment policy", "J2R", STAYED, "2.2 1.7 1.1", "yes no no"),
    ("treatment policy", "J2R", LEFT, "2.2 1.7 -", "yes no no"),
    ("hypothetical", "MAR", STAYED, "2.2 - -", "yes no no"),
    ("hypothetical", "CIR", LEFT, "2.2 - -", "yes no no"),
    ("composite", None, STAYED, "2.2 4.0 4.0", "yes no no"),
    ("composite", None, LEFT, "2.2 4.0 4.0", "yes no no"),
    ("while on treatment", None, STAYED, "2.2 2.2 2.2", "yes no no"),
    ("while on treatment", None, LEFT, "2.2 2.2 2.2", "yes no no"),
]


def shown(row: np.ndarray) -> str:
    return " ".join("-" if np.isnan(value) else f"{value:.1f}" for value in row)


def words(strategy: str, missing: str | None) -> dict[str, object]:
    return {"value": 4} if strategy == "composite" else {"missing": missing} if missing else {}


@pytest.mark.parametrize(("strategy", "missing", "measured", "counts", "fitted"), RULES)
def test_one_event(
    strategy: str, missing: str | None, measured: list[float | None], counts: str, fitted: str
) -> None:
    estimand = small(event("therapy_dropout", strategy, **words(strategy, missing)))
    left = happened(("m1", "therapy_dropout", 4))
    people, _, cells = ruled(estimand, outcomes(m1=measured), left)
    person = people.persons.index("m1")
    assert shown(cells.y[person]) == counts
    assert cells.fit[person].tolist() == [word == "yes" for word in fitted.split()]
    others = np.arange(people.n) != person
    np.testing.assert_array_equal(cells.y[others], people.y[others])


TWO = [
    # first event, second event (month 7), what counts
    ("treatment policy", "composite", "2.2 1.7 4.0"),
    ("hypothetical", "composite", "2.2 - 4.0"),
    ("while on treatment", "composite", "2.2 2.2 4.0"),
    ("composite", "hypothetical", "2.2 4.0 4.0"),
    ("hypothetical", "while on treatment", "2.2 - 2.2"),
    ("treatment policy", "hypothetical", "2.2 1.7 -"),
    ("hypothetical", "treatment policy", "2.2 - -"),
]


@pytest.mark.parametrize(("first", "second", "counts"), TWO)
def test_of_two_events_the_stronger_rules(first: str, second: str, counts: str) -> None:
    estimand = small(
        event("therapy_dropout", first, **words(first, None)),
        event("crisis_admission", second, **words(second, None)),
    )
    both = happened(("m1", "therapy_dropout", 4), ("m1", "crisis_admission", 7))
    people, _, cells = ruled(estimand, outcomes(), both)
    assert shown(cells.y[people.persons.index("m1")]) == counts


def test_the_first_assumption_that_is_not_missing_at_random_holds_from_its_event_on() -> None:
    estimand = small(
        event("new_medication", "treatment policy"),
        event("therapy_dropout", "treatment policy", missing="CIR"),
        event("switch_to_dbt", "treatment policy", missing="J2R"),
    )
    rows = [("m1", "new_medication", 0), ("m1", "therapy_dropout", 4), ("m1", "switch_to_dbt", 7)]
    people, _, cells = ruled(estimand, outcomes(m1=LEFT), happened(*rows))
    person = people.persons.index("m1")
    assert ASSUMPTIONS[cells.assumption[person]] is Assumption.CIR
    assert cells.first[person] == 1


def test_suicide_is_a_value_and_never_missing() -> None:
    estimand = small(event("suicide", "composite", value=4))
    died = happened(("m1", "suicide", 4))
    people, _, cells = ruled(estimand, outcomes(m1=[2.2, None, None]), died, Assumption.J2R)
    person = people.persons.index("m1")
    assert shown(cells.y[person]) == "2.2 4.0 4.0"
    assert not cells.imputed.any()


def test_other_death_may_be_taken_as_while_alive() -> None:
    estimand = small(event("death", "while on treatment"))
    died = happened(("m1", "death", 4))
    people, _, cells = ruled(estimand, outcomes(m1=[2.2, None, None]), died)
    assert shown(cells.y[people.persons.index("m1")]) == "2.2 2.2 2.2"


def test_gaps_before_an_event_are_imputed_and_do_not_move_it() -> None:
    estimand = small(event("therapy_dropout", "treatment policy", missing="J2R"))
    people, _, cells = ruled(estimand, outcomes(m1=[None, 1.7, None]),
                             happened(("m1", "therapy_dropout", 6)))  # fmt: skip
    person = people.persons.index("m1")
    assert shown(cells.y[person]) == "- 1.7 -"
    assert cells.first[person] == 2


def test_study_dropout_is_seen_in_the_outcomes() -> None:
    estimand = small(event("study_dropout", "treatment policy", missing="LMCF"))
    people, _, cells = ruled(estimand, outcomes(m1=[2.2, None, None]), happened())
    person = people.persons.index("m1")
    assert ASSUMPTIONS[cells.assumption[person]] is Assumption.LMCF
    assert cells.first[person] == 1


def test_an_event_after_the_last_visit_changes_nothing() -> None:
    estimand = small(event("therapy_dropout", "hypothetical"))
    people, noted, cells = ruled(estimand, outcomes(), happened(("m1", "therapy_dropout", 9)))
    np.testing.assert_array_equal(cells.y, people.y)
    (count, _) = count_events(estimand, people, noted, cells)
    assert (count.late, count.imputed) == (1, 0)


def test_a_principal_stratum_is_described_and_not_estimated() -> None:
    estimand = small(event("suicide", "principal stratum"))
    with pytest.raises(TrialError, match="cannot be seen in anybody"):
        ruled(estimand, outcomes(), happened())


def test_while_on_treatment_needs_an_outcome_on_treatment() -> None:
    estimand = small(event("therapy_dropout", "while on treatment"))
    with pytest.raises(TrialError, match="m1 was never measured before therapy_dropout"):
        ruled(estimand, outcomes(), happened(("m1", "therapy_dropout", 0)))


def test_carrying_the_baseline_forward_asks_that_it_is_the_outcome() -> None:
    rule = event("therapy_dropout", "treatment policy", missing="LMCF")
    data, left = outcomes(m1=[None, None, None]), happened(("m1", "therapy_dropout", 0))
    with pytest.raises(TrialError, match="same_scale = true"):
        ruled(small(rule), data, left)


COUNTS = [
    # kind, strategy, people by arm, kept, set aside, given, imputed
    ("therapy_dropout", "treatment policy", [0, 1], 1, 0, 0, 1),
    ("switch_to_dbt", "hypothetical", [1, 0], 0, 2, 0, 2),
    ("suicide", "composite", [1, 0], 0, 0, 1, 0),
    ("study_dropout", "hypothetical", [1, 1], 0, 0, 1, 1),
    ("gap", "", [0, 1], 0, 0, 0, 1),
]


def test_every_person_is_counted() -> None:
    estimand = small(
        event("therapy_dropout", "treatment policy", missing="J2R"),
        event("switch_to_dbt", "hypothetical"),
        event("suicide", "composite", value=4),
    )
    data: pd.DataFrame = outcomes(d2=[2.4, 2.2, None], m1=LEFT, m2=[None, 1.8, 0.9])
    rows = [("m1", "therapy_dropout", 4), ("d1", "switch_to_dbt", 4), ("d2", "suicide", 7)]
    people, noted, cells = ruled(estimand, data, happened(*rows))
    made = [
        (one.kind, one.strategy, [count for _, count in one.people], one.kept, one.set_aside,
         one.given, one.imputed)
        for one in count_events(estimand, people, noted, cells)
    ]  # fmt: skip
    assert made == COUNTS
