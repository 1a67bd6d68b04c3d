"""Each form of a therapy is counted apart; the rule after an act closes nothing; skills as told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from openimt.deliver.modes.coaching import STANDS, after_an_act
from openimt.deliver.modes.coming import NEVER_ENDS_CARE, Hour, coming
from openimt.deliver.modes.skills import Taught, Used, skill_table
from openimt.deliver.session import AppointmentState as State

NOON = datetime(2026, 11, 14, 12, tzinfo=UTC)
START = date(2026, 10, 5)


def hours(*states: State) -> list[Hour]:
    return [Hour(START + timedelta(weeks=n), state) for n, state in enumerate(states)]


def test_four_missed_in_a_row_ask_the_team() -> None:
    found = coming("group", hours(State.KEPT, *[State.MISSED] * 4), 4)
    assert (found.in_a_row, found.asks) == (4, True)
    assert found.last_came == START
    assert found.since == START + timedelta(weeks=1)


def test_three_do_not_and_one_kept_begins_anew() -> None:
    assert not coming("group", hours(*[State.MISSED] * 3), 4).asks
    again = coming("group", hours(*[State.MISSED] * 4, State.KEPT, State.MISSED), 4)
    assert (again.in_a_row, again.asks) == (1, False)


@pytest.mark.parametrize(
    "state", [State.CANCELLED_WITH_NOTICE, State.CANCELLED_BY_US, State.PLANNED]
)
def test_what_was_not_missed_counts_neither_way(state: State) -> None:
    found = coming("group", hours(*[State.MISSED] * 3, state, State.MISSED), 4)
    assert found.in_a_row == 4
    assert coming("group", hours(State.MISSED, state), 4).in_a_row == 1


def test_modes_do_not_add_up() -> None:
    two = hours(State.MISSED, State.MISSED)
    assert not any(coming(mode, two, 4).asks for mode in ("individual", "group"))


def test_a_clinic_that_asks_never_is_never_asked() -> None:
    assert not coming("group", hours(*[State.MISSED] * 9), 0).asks


def test_nothing_offered_is_nothing_missed() -> None:
    found = coming("group", [], 4)
    assert (found.in_a_row, found.since, found.asks) == (0, None, False)


def test_what_it_never_does_is_said() -> None:
    assert "never ends care" in NEVER_ENDS_CARE
    assert "safety plan" in NEVER_ENDS_CARE
    assert "alert" in NEVER_ENDS_CARE


# ---- the rule after an act ----


def test_the_rule_holds_for_its_hours_and_ends_on_the_minute() -> None:
    held = after_an_act([NOON - timedelta(hours=23, minutes=59)], NOON, 24)
    assert held
    assert held.stands == STANDS
    assert after_an_act([NOON - timedelta(hours=24)], NOON, 24) is None


def test_the_last_act_counts_and_none_ahead() -> None:
    acts = [NOON - timedelta(hours=30), NOON - timedelta(hours=2), NOON + timedelta(hours=1)]
    held = after_an_act(acts, NOON, 24)
    assert held
    assert held.until == NOON + timedelta(hours=22)


def test_without_an_act_or_without_hours_there_is_no_rule() -> None:
    assert after_an_act([], NOON, 24) is None
    assert after_an_act([NOON - timedelta(minutes=1)], NOON, 0) is None


def test_what_stands_all_the_same_is_said() -> None:
    for word in ("Emergency care", "safety plan", "alerts", "on duty"):
        assert word in STANDS


# ---- skills ----

NAMES = {
    "stop": ("Stop and step back", "Getting through"),
    "opposite": ("Do the opposite", "Feelings"),
    "soothe": ("Soothe my senses", "Getting through"),
}


def day(number: int) -> date:
    return date(2026, 11, number)


def test_a_skill_stands_once_with_what_was_taught_and_used() -> None:
    taught = [Taught("stop", day(2), "group"), Taught("stop", day(9), "individual")]
    used = [Used("stop", day(12), 5), Used("stop", day(10)), Used("stop", day(1), 7)]
    (line,) = skill_table(NAMES, taught, used)
    assert line.taught == (day(2), day(9))
    assert [one.on for one in line.used] == [day(10), day(12)], "what came before is not since"
    assert line.latest == Used("stop", day(12), 5)


def test_used_without_having_been_taught_is_there_too() -> None:
    (line,) = skill_table(NAMES, [], [Used("soothe", day(1), words="A bath")])
    assert line.taught == ()
    assert line.latest
    assert line.latest.words == "A bath"


def test_lines_stand_by_family_in_the_order_of_the_names() -> None:
    every = [Taught(one, day(2)) for one in ("opposite", "soothe", "mine", "stop")]
    assert [line.skill for line in skill_table(NAMES, every, [])] == [
        "stop", "soothe", "opposite", "mine",
    ]  # fmt: skip


def test_taught_and_never_heard_of_waits() -> None:
    line, other = skill_table(
        NAMES, [Taught("stop", day(2)), Taught("soothe", day(2))], [Used("stop", day(3))]
    )
    assert (line.waits, other.waits) == (False, True)


def test_nothing_is_summed_up() -> None:
    (line,) = skill_table(NAMES, [], [Used("stop", day(1), 0), Used("stop", day(2))])
    assert not [name for name in vars(line) if name in {"count", "mean", "average", "total"}]
    assert [one.helped for one in line.used] == [0, None], "blank is not nought"
