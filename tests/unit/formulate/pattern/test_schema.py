"""A schema from several scenes: what a hypothesis, a shared and a confirmed one each ask."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.formulate.pattern.episode import Episode
from openimt.formulate.pattern.schema import (
    Lacks,
    Motive,
    Part,
    Schema,
    SchemaState,
    Told,
    ground,
    lacks,
    parts_said,
    reached,
)

SCENES = 3
WHOLE = Schema(
    motive=Motive.ATTACHMENT,
    wish="That somebody is glad to see me.",
    self_negative="I am too much.",
    self_healthy="I am good company.",
    if_show="If I show that I miss them",
    then_other="they will turn away.",
    other_response="She looks at her phone.",
    emotion="hurt",
    thought="Here it comes.",
    body="throat",
    act="I say fine and leave.",
    coping="I ask for nothing.",
    cost="Nobody knows that I miss them.",
    fits=("a", "b", "c", "d"),
    shown_on=date(2026, 11, 1),
    agrees=True,
)


def scene(name: str, relation: str = "family", day: int = 1, **fields: object) -> Told:
    whole = Episode(
        id=name,
        place="kitchen",
        when="noon",
        who="she",
        happened="She looked away.",
        feelings="hurt",
        point="Again.",
        relation=relation,
    )
    return Told(replace(whole, **fields), date(2026, 10 if day < 20 else 11, day))  # type: ignore[arg-type]


TOLD = (scene("a"), scene("b", "partner"), scene("c", "friend"), scene("d", "work", day=25))


def missing(schema: Schema, told: tuple[Told, ...] = TOLD, state: str = "confirmed") -> list[str]:
    return [one.value for one in lacks(schema, told, SchemaState(state), SCENES)]


def test_a_whole_one_is_confirmed() -> None:
    assert missing(WHOLE) == []
    assert reached(WHOLE, TOLD, SCENES) is SchemaState.CONFIRMED


STANDS_BEFORE = [
    ({"wish": ""}, "summary", "wish"),
    ({"other_response": " "}, "summary", "other"),
    ({"motive": None}, "hypothesis", "motive"),
    ({"if_show": ""}, "hypothesis", "if_then"),
    ({"then_other": ""}, "hypothesis", "if_then"),
    ({"self_negative": "", "self_healthy": ""}, "hypothesis", "self"),
    ({"emotion": "", "thought": "", "body": "", "act": ""}, "hypothesis", "own"),
    ({"self_healthy": ""}, "shared", "healthy"),
    ({"coping": ""}, "shared", "coping"),
    ({"cost": ""}, "shared", "cost"),
    ({"shown_on": None}, "shared", "shown"),
    ({"agrees": None}, "confirmed", "agreed"),
    ({"agrees": False}, "confirmed", "agreed"),
]


@pytest.mark.parametrize(("blank", "state", "lack"), STANDS_BEFORE)
def test_each_state_asks_its_own_and_all_before_it(
    blank: dict[str, object], state: str, lack: str
) -> None:
    lacking = replace(WHOLE, **blank)  # type: ignore[arg-type]
    assert lack in missing(lacking, state=state)
    assert lack in missing(lacking)
    before = list(SchemaState)[: list(SchemaState).index(SchemaState(state))]
    assert all(lack not in missing(lacking, state=earlier.value) for earlier in before)
    assert reached(lacking, TOLD, SCENES) == (before[-1] if before else None)


@pytest.mark.parametrize("how_many", [0, 1, 2])
def test_too_few_scenes_are_a_summary_and_no_schema(how_many: int) -> None:
    few = replace(WHOLE, fits=WHOLE.fits[:how_many])
    assert Lacks.SCENES.value in missing(few, state="hypothesis")
    assert reached(few, TOLD, SCENES) is SchemaState.SUMMARY


def test_scenes_with_one_person_in_one_place_are_no_pattern_yet() -> None:
    alike = tuple(replace(one, episode=replace(one.episode, relation="family")) for one in TOLD)
    assert missing(WHOLE, alike, "hypothesis") == ["others"]
    elsewhere = replace(alike[1].episode, context="work")
    home = replace(alike[0].episode, context="home")
    mixed = (replace(alike[0], episode=home), replace(alike[1], episode=elsewhere), *alike[2:])
    assert missing(WHOLE, mixed, "hypothesis") == []


def test_only_usable_scenes_that_are_there_count_and_each_once() -> None:
    told = (scene("a"), scene("a"), scene("b", point="", feelings=""), scene("c", trauma=True))
    found = ground(replace(WHOLE, unlike=("b",)), told)
    assert (found.fits, found.unlike, found.others, found.later) == (1, 0, 1, False)


def test_a_confirmed_one_fits_a_scene_told_after_it_was_shown() -> None:
    assert missing(WHOLE, TOLD[:3]) == ["later"]
    same_day = replace(WHOLE, shown_on=date(2026, 11, 25))
    assert missing(same_day) == ["later"]


def test_what_speaks_against_it_is_counted_too() -> None:
    assert ground(replace(WHOLE, fits=("a",), unlike=("b", "c")), TOLD).unlike == 2


def test_the_loop_has_seven_parts_in_their_order() -> None:
    assert parts_said(WHOLE) == tuple(Part)
    assert parts_said(Schema()) == ()
    assert parts_said(Schema(act="I left.")) == (Part.OWN,)


def test_states_follow_one_another() -> None:
    assert SchemaState.SUMMARY.after is SchemaState.HYPOTHESIS
    assert SchemaState.CONFIRMED.after is None


FIELDS = ("wish", "self_healthy", "if_show", "other_response", "act", "coping", "cost")


@given(st.lists(st.sampled_from(FIELDS), unique=True), st.integers(0, 4))
def test_more_said_and_more_scenes_never_bring_it_back(blank: list[str], scenes: int) -> None:
    order = [None, *SchemaState]
    less = replace(WHOLE, fits=WHOLE.fits[:scenes], **dict.fromkeys(blank, ""))  # type: ignore[arg-type]
    more = replace(less, **{blank[0]: "something"}) if blank else replace(less, fits=WHOLE.fits)  # type: ignore[arg-type]
    before, after = reached(less, TOLD, SCENES), reached(more, TOLD, SCENES)
    assert order.index(before) <= order.index(after)
