"""Numbers of a clinic's own in the definition, and what they mean."""

import pytest

from openimt.errors import TrialError
from openimt.trial.eligibility import load, meaning, numbers_of, with_numbers
from openimt.trial.eligibility.own_numbers import differing


def test_the_same_numbers_are_the_same_definition() -> None:
    assert with_numbers(load(), numbers_of(load())) is not None
    assert with_numbers(load(), numbers_of(load())) == load()
    assert differing(load(), numbers_of(load())) == {}


def test_a_changed_number_changes_the_definition_and_unchecks_it() -> None:
    own = with_numbers(load(), {"months": 9, "scale.bsl23": 0.5, "trained_therapist": False})
    assert (own.months, own.trained_therapist) == (9, False)
    assert own.scales["bsl23"].smallest_reliable == 0.5
    assert not own.scales["bsl23"].checked
    assert own.scales["zan-bpd"] == load().scales["zan-bpd"]
    assert not own.checked
    assert own.source.startswith("With numbers of the clinic's own")
    assert own.disputed == load().disputed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("months", 0), ("months", float("nan")), ("months", 1e9), ("months", "6"), ("months", True),
        ("share_of_sessions", 75), ("courses_needed", 1.5), ("criteria_left", 10),
        ("reason_needed", 1), ("scale.bsl23", 0), ("scale.bsl23", -1), ("scale.other", 1),
        ("therapies", 1),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_meant_is_refused_with_its_name(name: str, value: object) -> None:
    with pytest.raises(TrialError) as refusal:
        with_numbers(load(), {name: value})  # type: ignore[dict-item]
    assert refusal.value.field == name


def test_it_says_in_sentences_what_it_means() -> None:
    said = " ".join(meaning(with_numbers(load(), {"months": 9, "courses_needed": 2})))
    assert "9 months, or 75% of its sessions" in said
    assert "2 such courses are asked for." in said
    assert "resistant" not in said
    without = " ".join(meaning(with_numbers(load(), {"trained_therapist": False})))
    assert "trained" not in without
