"""A trial small enough to see whole: six people, two arms, three visits."""

import pandas as pd

from openimt.trial.estimand.attributes import Assumption, Estimand
from openimt.trial.estimand.occurrences import Occurrence, occurrences
from openimt.trial.estimand.read import estimand_from
from openimt.trial.estimand.records import Records, records
from openimt.trial.estimand.rules import Cells, apply_rules

SMALL = """
id = "primary"
question = "Does MIT lower symptoms more than DBT?"

[treatment]
column = "arm"
reference = "DBT"
arms = { DBT = "dialectical", MIT = "metacognitive" }

[population]
subject = "id"
says = "adults with BPD"

[variable]
outcome = "bsl"
visit = "month"
at = 9
baseline = "base"
lowest = 0
highest = 4
"""
OUTCOMES = {
    "d1": ("DBT", [2.0, 1.9, 1.8]),
    "d2": ("DBT", [2.4, 2.2, 2.1]),
    "d3": ("DBT", [1.5, 1.6, 1.2]),
    "m1": ("MIT", [2.2, 1.7, 1.1]),
    "m2": ("MIT", [1.9, 1.8, 0.9]),
    "m3": ("MIT", [2.8, 2.0, 1.9]),
}


def event(kind: str, strategy: str, **words: object) -> str:
    """An ``[[event]]`` of the estimand."""
    rest = "".join(f"{key} = {value!r}\n" for key, value in words.items())
    return f'\n[[event]]\nkind = "{kind}"\nstrategy = "{strategy}"\n{rest}'


def small(*events: str, rest: str = "") -> Estimand:
    """The estimand with these events."""
    return estimand_from(SMALL + "".join(events) + rest)


def outcomes(**changed: list[float | None]) -> pd.DataFrame:
    """The long table, with other outcomes for some people."""
    rows = []
    for place, (person, (arm, usual)) in enumerate(OUTCOMES.items()):
        for month, value in zip((3, 6, 9), changed.get(person, usual), strict=True):
            row = {"id": person, "arm": arm, "base": 2.0 + place / 10, "month": month}
            rows.append(row | {"bsl": value})
    return pd.DataFrame(rows)


def happened(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """The table of events: who, what, when."""
    return pd.DataFrame(rows, columns=["id", "event", "at"])


def ruled(
    estimand: Estimand,
    data: pd.DataFrame,
    events: pd.DataFrame,
    instead: Assumption | None = None,
) -> tuple[Records, tuple[Occurrence, ...], Cells]:
    """The people, their events, and what the rules make of their outcomes."""
    people = records(data, estimand)
    noted = occurrences(events, estimand, people)
    return people, noted, apply_rules(estimand, people, noted, instead)
