"""Scoring against a plain reading of the definition, on random answers to every instrument."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimt.assess.instrument import Instrument, Item, Part, Scale
from openimt.assess.instruments import known, load
from openimt.assess.range import scale_range
from openimt.assess.score import score, score_all
from openimt.assess.scores import Answers

Values = dict[str, float | None]


def answers_to(item: Item) -> st.SearchStrategy[float | None]:
    whole = st.integers(int(item.lowest), int(item.highest)).map(float)
    tenths = st.integers(int(item.lowest * 10), int(item.highest * 10)).map(lambda n: n / 10)
    return st.none() | (whole if item.whole else tenths)


def forms(instrument: Instrument) -> st.SearchStrategy[Values]:
    return st.fixed_dictionaries({item.id: answers_to(item) for item in instrument.items})


def part_value(part: Part, values: Values, instrument: Instrument) -> Fraction | None:
    """The slow way, straight from what a part means."""
    in_groups = {item for group in part.either for item in group}
    alone_missing = any(values[i] is None for i in part.highest_of if i not in in_groups)
    if alone_missing or any(all(values[i] is None for i in group) for group in part.either):
        return None
    found = [Fraction(str(v)) for i in part.highest_of if (v := values[i]) is not None]
    if part.reversed:
        item = instrument.item(part.highest_of[0])
        found = [Fraction(item.lowest) + Fraction(item.highest) - one for one in found]
    return max(found)


def scale_value(scale: Scale, values: Values, instrument: Instrument) -> Fraction | None:
    parts = [part_value(part, values, instrument) for part in scale.parts]
    there = [part for part in parts if part is not None]
    if len(there) < len(parts) - scale.missing_allowed:
        return None
    mean = sum(there, Fraction(0)) / len(there)
    return mean if scale.method == "mean" else mean * len(parts)


@pytest.mark.parametrize("name", known())
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_scores_are_what_the_definition_says(name: str, data: st.DataObject) -> None:
    instrument = load(name)
    rows = data.draw(st.lists(forms(instrument), min_size=1, max_size=5))
    made = score_all([Answers(str(n), "", row) for n, row in enumerate(rows)], instrument)
    for scores, row in zip(made, rows, strict=True):
        for scale in instrument.scales:
            expected = scale_value(scale, row, instrument)
            if expected is None:
                assert scale.id in scores.unscorable
                assert scale.id not in scores.scales
            else:
                assert scores.scales[scale.id].value == float(expected)
                assert scale.id not in scores.unscorable


@pytest.mark.parametrize("name", known())
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_one_by_one_and_all_at_once_agree(name: str, data: st.DataObject) -> None:
    instrument = load(name)
    rows = data.draw(st.lists(forms(instrument), min_size=2, max_size=4))
    answers = [Answers(str(n), "", row) for n, row in enumerate(rows)]
    assert score_all(answers, instrument) == tuple(score(one, instrument) for one in answers)


@pytest.mark.parametrize("name", known())
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_score_leaves_its_range_and_worrying_answers_are_never_lost(
    name: str, data: st.DataObject
) -> None:
    instrument = load(name)
    row = data.draw(forms(instrument))
    made = score(Answers("p", "", row), instrument)
    for scale in instrument.scales:
        if scale.id in made.scales:
            low, high = scale_range(scale, instrument)
            assert low <= made.scales[scale.id].value <= high
    called = [(one.item, one.answer, one.response) for one in made.safety]
    for rule in instrument.safety:
        answer = row[rule.item]
        if answer is not None and rule.at_least <= answer <= rule.at_most:
            assert (rule.item, answer, rule.response) in called
    assert len(called) <= len(instrument.safety)
