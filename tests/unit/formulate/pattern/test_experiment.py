"""Experiments: what they need beforehand, and that whatever comes is a finding."""

from dataclasses import replace

import pytest

from openimt.formulate.pattern.experiment import Before, Experiment, is_found, needs, surprise

READY = Experiment(
    wish="to be known",
    act="tell Su one thing about my week",
    prediction="She will look away.",
    sure=80,
    comfort="walk by the river, ring Ben",
    safe=True,
)

OPEN = [
    (Before.WISH, {"wish": ""}),
    (Before.PREDICTION, {"prediction": ""}),
    (Before.PREDICTION, {"sure": None}),
    (Before.ACT, {"act": ""}),
    (Before.COMFORT, {"comfort": ""}),
    (Before.SAFE, {"safe": None}),
    (Before.SAFE, {"safe": False}),
]


def test_a_ready_one_needs_nothing() -> None:
    assert needs(READY) == ()


@pytest.mark.parametrize(("need", "blank"), OPEN)
def test_each_piece_is_asked_for_beforehand(need: Before, blank: dict[str, object]) -> None:
    assert needs(replace(READY, **blank)) == (need,)  # type: ignore[arg-type]


@pytest.mark.parametrize("found", ["inside", "outside", "found"])
def test_what_was_found_is_never_held_up(found: str) -> None:
    done = Experiment(**{found: "She asked me more."})  # type: ignore[arg-type]
    assert is_found(done)
    assert needs(done) == ()


def test_as_expected_and_otherwise_are_findings_alike() -> None:
    assert surprise(replace(READY, came=80)) == 0
    assert surprise(replace(READY, came=0)) == 80
    assert surprise(READY) is None
