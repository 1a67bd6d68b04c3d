"""The log of states: what turned what, what is from memory, and whom to ask about."""

from datetime import date

import pytest

from openimt.catalogue.load import load
from openimt.deliver.hypersensitivity.states import (
    Connection,
    Noted,
    known_states,
    latest,
    read_states,
    turns,
    who_asked,
)
from openimt.errors import CatalogueError


def noted(day: int, state: Connection, **more: str) -> Noted:
    return Noted(date(2026, 11, day), state, **more)


CONNECTED, THREATENED = Connection.CONNECTED, Connection.THREATENED
ALONE, DESPAIRING = Connection.ALONE, Connection.DESPAIRING


def test_the_states_are_those_of_the_therapy() -> None:
    therapy = load().therapies["gpm"]
    assert {state.id for state in therapy.states} == {state.value for state in Connection}


def test_each_state_can_be_reached_and_left() -> None:
    ways = known_states().ways
    assert {way.to for way in ways} == set(Connection)
    assert {way.source_state for way in ways} == set(Connection)


def test_the_lower_states_are_from_memory_and_the_first_two_are_not() -> None:
    assert known_states().from_memory == {ALONE, DESPAIRING}
    way = known_states().way(CONNECTED, THREATENED)
    assert way
    assert way.checked
    for one in known_states().ways:
        if {one.source_state, one.to} & {ALONE, DESPAIRING}:
            assert not one.checked, one


@pytest.mark.parametrize("cut", ['source = "gunderson2018"', "checked = true"])
def test_a_state_without_source_or_mark_is_refused(cut: str) -> None:
    one = '[[state]]\nid = "connected"\nsource = "gunderson2018"\nchecked = true\n'
    with pytest.raises(CatalogueError, match="source and a checked mark"):
        read_states(one.replace(cut, "") + "[[way]]\n")


def test_a_missing_state_is_refused() -> None:
    one = '[[state]]\nid = "connected"\nsource = "x"\nchecked = true\n'
    with pytest.raises(CatalogueError, match="'alone' is missing"):
        read_states(one)


def test_turns_go_from_day_to_day_whatever_the_order_they_come_in() -> None:
    found = turns([noted(9, ALONE), noted(2, CONNECTED), noted(5, THREATENED)])
    assert [(t.before.state, t.after.state) for t in found] == [
        (CONNECTED, THREATENED),
        (THREATENED, ALONE),
    ]
    assert all(turn.way for turn in found)


def test_the_same_again_is_no_turn_and_a_way_nobody_drew_is_no_mistake() -> None:
    found = turns([noted(1, CONNECTED), noted(2, CONNECTED), noted(3, DESPAIRING)])
    (turn,) = found
    assert turn.way is None
    assert turn.before.on == date(2026, 11, 2)


def test_two_of_one_day_stay_in_the_order_they_were_noted() -> None:
    found = turns([noted(1, THREATENED), noted(1, CONNECTED)])
    assert [turn.after.state for turn in found] == [CONNECTED]
    last = latest([noted(1, THREATENED), noted(1, CONNECTED)])
    assert last
    assert last.state is CONNECTED
    assert latest([]) is None


def test_who_was_named_more_than_once_when_it_got_harder() -> None:
    log = [
        noted(1, THREATENED, who="My brother"),
        noted(3, CONNECTED, who="my sister"),
        noted(5, ALONE, who="my brother "),
        noted(7, CONNECTED, who="my sister"),
        noted(8, ALONE, who="a neighbour"),
    ]
    assert who_asked(log) == (("My brother", (date(2026, 11, 1), date(2026, 11, 5))),)
