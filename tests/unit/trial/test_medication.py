"""Medication: what stands at randomisation, and what is new after it."""

import pytest

from openimt.errors import TrialError
from openimt.trial.medication import MedicationSpan, medication_at_baseline, new_medication

Span = MedicationSpan


@pytest.mark.parametrize(
    ("spans", "level", "new"),
    [
        ([], "none", None),
        ([("a", -6, None)], "one", None),
        ([("a", 0, None)], "one", None),
        ([("a", -6, 0)], "none", None),
        ([("a", -6, 0.5)], "one", None),
        ([("a", -6, None), ("b", -1, None)], "several", None),
        ([("a", -6, -3), ("a", -2, None)], "one", None),
        ([("a", 0.1, None)], "none", 0.1),
        ([("a", -6, None), ("b", 3, None)], "one", 3),
        ([("a", -6, None), ("b", 9, None), ("c", 4, 5)], "one", 4),
        # stopped and begun again: not new when taken at randomisation, new when stopped before
        ([("a", -6, 2), ("a", 5, None)], "one", None),
        ([("a", -6, -2), ("a", 5, None)], "none", 5),
    ],
)
def test_spans(spans: list, level: str, new: float | None) -> None:
    listed = [Span("p1", *span) for span in spans]
    (baseline,) = medication_at_baseline(listed, ["p1"])
    assert baseline.level == level
    assert baseline.number == {"none": 0, "one": 1, "several": 2}[level]
    assert [one.at for one in new_medication(listed)] == ([] if new is None else [new])


def test_events_are_rows_of_the_table_of_events() -> None:
    (one,) = new_medication([Span("p1", "sertraline", 4)])
    assert {"id": one.person} | one.row == {"id": "p1", "event": "new_medication", "at": 4}


def test_none_is_said_only_of_those_who_were_asked() -> None:
    with pytest.raises(TrialError, match="not among those asked"):
        medication_at_baseline([Span("p2", "a", -1)], ["p1"])
    assert [one.person for one in medication_at_baseline([], ["p2", "p1"])] == ["p2", "p1"]


@pytest.mark.parametrize(
    "words",
    [
        ("", "a", 0),
        ("p1", "", 0),
        ("p1", "a", 3, 2),
        ("p1", "a", float("nan")),
        ("p1", "a", 0, float("inf")),
    ],
)
def test_a_span_that_cannot_be_is_refused(words: tuple) -> None:
    with pytest.raises(TrialError, match=r"cannot be|names a person"):
        Span(*words)


def test_an_estimand_takes_the_events_as_they_come() -> None:
    """From spans of medication to the intercurrent events of the example estimand."""
    import pandas as pd

    from openimt.trial.estimand.occurrences import occurrences
    from openimt.trial.estimand.read import read_estimand
    from openimt.trial.estimand.records import records
    from tests.real_data import ROOT

    folder = ROOT / "docs" / "reference" / "examples" / "estimand"
    estimand = read_estimand(folder / "primary.toml")
    people = records(pd.read_csv(folder / "outcomes.csv"), estimand)
    begun = new_medication([Span("D03", "sertraline", 4), Span("D01", "quetiapine", -6)])
    events = pd.DataFrame([{"id": one.person} | one.row for one in begun])
    (found,) = occurrences(events, estimand, people)
    assert (people.persons[found.person], found.kind) == ("D03", "new_medication")
    assert people.visits[found.first] == "6", "the first visit after month 4"
