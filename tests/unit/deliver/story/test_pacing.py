"""What the phone offers, where and when; the rules are data with their source."""

from datetime import time
from itertools import product

import pytest

from openimt.catalogue.load import load
from openimt.deliver.story.pacing import (
    Asks,
    Where,
    asks,
    closed_now,
    is_open,
    pacing,
    reading_place,
)
from openimt.deliver.story.shapes import KINDS, Tone
from openimt.terms import PHASES, Phase

DAY, EVENING, NIGHT = time(10), time(20, 30), time(3)


def where(phase: Phase, bound: bool = True) -> Where:
    return Where(phase, bound)


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("value", Phase.CONTAINMENT),
        ("line_point", Phase.REGULATION),
        ("scene", Phase.REGULATION),
        ("chapter", Phase.REGULATION),
        ("next_chapter", Phase.EXPLORATION),
    ],
)
def test_what_opens_when(kind: str, first: Phase) -> None:
    found = [phase for phase in PHASES if is_open(kind, where(phase))]
    assert found == [phase for phase in PHASES if phase.order >= first.order]


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_open_where_no_phase_binds(kind: str) -> None:
    assert all(is_open(kind, where(phase, bound=False)) for phase in PHASES)


def test_each_kind_has_its_door() -> None:
    assert set(KINDS) <= set(pacing().doors)


@pytest.mark.parametrize("door", pacing().doors.values(), ids=lambda door: door.name)
def test_a_door_opens_no_earlier_than_its_module_may_run(door) -> None:
    module = load().module(door.module)
    assert door.phase.order == min(phase.order for phase in module.phases)
    assert door.source


@pytest.mark.parametrize(
    ("kind", "phase", "bound", "at"),
    list(product(("scene", "chapter"), PHASES, (True, False), (DAY, EVENING, NIGHT))),
)
def test_of_something_hard_the_phone_never_asks_for_words(
    kind: str, phase: Phase, bound: bool, at: time
) -> None:
    assert asks(kind, Tone.HARD, where(phase, bound), at) in {Asks.HARD, Asks.LATE}


def test_late_in_the_evening_hard_entries_are_closed_and_no_others() -> None:
    assert [closed_now(Tone.HARD, at) for at in (DAY, EVENING, NIGHT)] == [False, True, True]
    assert not any(closed_now(tone, NIGHT) for tone in Tone if tone is not Tone.HARD)


@pytest.mark.parametrize(
    ("kind", "tone", "phase", "said"),
    [
        ("scene", Tone.GOOD, Phase.REGULATION, Asks.WORDS),
        ("scene", Tone.UNSAID, Phase.REGULATION, Asks.WORDS),
        ("scene", Tone.TURNING, Phase.REGULATION, Asks.NOT_YET),
        ("scene", Tone.TURNING, Phase.EXPLORATION, Asks.WORDS),
        ("scene", Tone.GOOD, Phase.CONTAINMENT, Asks.NOT_YET),
        ("chapter", Tone.GOOD, Phase.REGULATION, Asks.NOT_YET),
        ("chapter", Tone.GOOD, Phase.EXPLORATION, Asks.WORDS),
    ],
)
def test_titles_first_and_good_scenes_first(
    kind: str, tone: Tone, phase: Phase, said: Asks
) -> None:
    assert asks(kind, tone, where(phase), DAY) is said


def test_good_ones_are_read_first_and_hard_ones_last() -> None:
    order = sorted(Tone, key=reading_place)
    assert (order[0], order[-1]) == (Tone.GOOD, Tone.HARD)
    assert set(order) == set(Tone)


@pytest.mark.parametrize(
    ("at", "late"), [(time(19, 59), False), (time(20), True), (time(6, 59), True), (time(7), False)]
)
def test_the_hours_are_data(at: time, late: bool) -> None:
    assert pacing().is_late(at) is late
