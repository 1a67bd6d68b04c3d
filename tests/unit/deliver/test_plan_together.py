"""Two versions of a safety plan that were written beside each other."""

from openimt.deliver.plan_together import together

SEEN = {"warning_signs": ["I pace"], "own_ways": ["walk"], "people_to_ask": []}
SU = {"name": "Su", "number": "030 1"}


def test_what_nobody_touched_stays_whoever_wrote_last() -> None:
    both = together(SEEN, SEEN, SEEN)
    assert (both.elements, both.clashes) == (SEEN, ())


def test_each_sides_words_are_in_it_where_only_one_side_wrote() -> None:
    home = SEEN | {"people_to_ask": [SU]}
    both = together(SEEN, home, SEEN | {"own_ways": ["walk", "swim"]})
    assert both.elements == home | {"own_ways": ["walk", "swim"]}
    assert both.clashes == ()


def test_what_one_side_took_out_is_out() -> None:
    both = together(SEEN, SEEN | {"own_ways": []}, SEEN | {"warning_signs": []})
    assert (both.elements["own_ways"], both.elements["warning_signs"]) == ([], [])


def test_the_same_words_twice_are_no_clash_and_different_ones_are() -> None:
    home = SEEN | {"own_ways": ["swim"]}
    assert together(SEEN, home, home).clashes == ()
    both = together(SEEN, home, SEEN | {"own_ways": ["run"]})
    assert both.clashes == ("own_ways",)
    assert both.elements["own_ways"] == ["run"], "what was typed stays in the field"


def test_who_saw_no_plan_takes_nothing_out_of_one() -> None:
    both = together({}, SEEN, {"warning_signs": [], "people_to_ask": [SU]})
    assert both.elements == SEEN | {"people_to_ask": [SU]}
    assert together({}, SEEN, {"own_ways": ["run"]}).clashes == ("own_ways",)


def test_an_element_that_is_not_sent_stays() -> None:
    assert together(SEEN, SEEN, {"own_ways": ["run"]}).elements == SEEN | {"own_ways": ["run"]}
