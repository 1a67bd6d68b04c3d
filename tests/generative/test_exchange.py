"""Whatever a file holds: it is read, or refused in one plain sentence; nothing else happens."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimt.assess.instruments import load
from openimt.assess.score import score_all
from openimt.errors import OpenIMTError
from openimt.exchange.assessment_file import read_assessment, read_assessments, write_assessment
from openimt.exchange.fhir import compare_totals, read_responses
from openimt.exchange.forms import read_forms
from openimt.exchange.json_file import decode, parse_json
from openimt.exchange.plan_file import plan_from_json, plan_to_json
from openimt.exchange.score_file import assessments_from_scores, scores_to_json
from openimt.exchange.table import parse_table
from tests.unit.exchange.test_assessment_file import FULL, scored
from tests.unit.exchange.test_fhir import PHQ9_FORM, bundle
from tests.unit.exchange.test_plan_file import PLAN

ON = date(2026, 11, 22)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**18)
    | st.floats(allow_nan=True)
    | st.text(max_size=6)
    | st.sampled_from(
        ["2026-11-01", "2026-13-01", "met", "admission", "suicidality", "\ud800", "1"]
    )
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document where something else could stand."""
    found = [path] if path else []
    inside: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inside = enumerate(value)
    for key, one in inside:
        found += places(one, (*path, key))
    return found


def spoiled(document: Any, data: st.DataObject) -> Any:
    """The document with one or two places filled with something else, or emptied."""
    made = deepcopy(document)
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(places(made) or [("x",)]))
        holder = made
        for step in path[:-1]:
            holder = holder[step]
        if isinstance(holder, dict) and data.draw(st.booleans()):
            holder.pop(path[-1], None)
        else:
            holder[path[-1]] = data.draw(JUNK)
    return made


def tried(read: Callable[[], Any], file: str) -> Any:
    """What was read, or None when it was refused plainly; any other error fails the test."""
    refused = None
    try:
        return read()
    except OpenIMTError as error:
        refused = error
    assert refused.file == file
    assert "\n" not in refused.says
    return None


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_spoiled_assessment_is_read_or_refused(data: st.DataObject) -> None:
    document = spoiled(FULL, data)
    made = tried(lambda: read_assessment(document, "a.json"), "a.json")
    if made is not None:
        again = read_assessment(json.loads(json.dumps(write_assessment(made))), "a.json")
        assert write_assessment(again) == write_assessment(made)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_spoiled_bundle_is_scored_or_refused(data: st.DataObject) -> None:
    document = spoiled(bundle({"resourceType": "Patient"}, PHQ9_FORM, PHQ9_FORM), data)
    wanted = data.draw(st.sampled_from([None, load("phq9"), load("gad7")]))
    read = tried(lambda: read_responses(document, "a.json", wanted), "a.json")
    if read is not None:
        scores = score_all(read.answers, read.instrument)
        json.dumps(scores_to_json(scores, read.instrument))
        compare_totals(read, scores)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_spoiled_plan_is_read_or_refused(data: st.DataObject) -> None:
    document = spoiled(json.loads(json.dumps(plan_to_json(PLAN))), data)
    made = tried(lambda: plan_from_json(document, "p.json"), "p.json")
    if made is not None:
        assert plan_from_json(json.loads(json.dumps(plan_to_json(made))), "p.json") == made


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_spoiled_scores_are_read_or_refused(data: st.DataObject) -> None:
    document = spoiled(scored(), data)
    made = tried(lambda: assessments_from_scores(document, ON, "s.json"), "s.json")
    assert made is None or all(one.events is None for one in made)


@pytest.mark.parametrize(
    "read",
    [
        lambda junk: read_assessments(junk, "a"),
        lambda junk: read_responses(junk, "a"),
        lambda junk: plan_from_json(junk, "a"),
        lambda junk: assessments_from_scores(junk, ON, "a"),
    ],
)
@settings(max_examples=40, deadline=None)
@given(junk=JUNK)
def test_junk_is_refused(read: Any, junk: Any) -> None:
    with pytest.raises(OpenIMTError):
        read(junk)


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=60))
def test_any_bytes_are_read_as_json_or_refused(raw: bytes) -> None:
    tried(lambda: parse_json(decode(raw, "a"), "a"), "a")


@settings(max_examples=150, deadline=None)
@given(text=st.text("id,;q1234567 \n\r\t\"'|90.x", max_size=80))
def test_any_text_is_read_as_a_table_or_refused(text: str) -> None:
    answers = tried(lambda: read_forms(parse_table(text, "a"), load("oi-where")), "a")
    assert answers is None or score_all(answers, load("oi-where"))
