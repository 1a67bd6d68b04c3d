"""Scenes: a point for each piece, the next question, and the stop where it may be trauma."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.errors import CatalogueError
from openimt.formulate.pattern.episode import Ask, Episode, Piece, is_stopped, meter, pieces
from openimt.formulate.pattern.limits import limits, packaged, read_limits
from openimt.formulate.pattern.talk import general_words, read_talk, trauma_words

WHOLE = Episode(
    id="one",
    title="Sunday at my mother's",
    place="her kitchen",
    when="Sunday, at noon",
    who="my mother",
    happened="I said I had news. She went on with the dishes.",
    feelings="hurt",
    point="It is like that with her.",
)

BLANKS = [
    (Piece.PLACE, {"place": ""}),
    (Piece.TIME, {"when": "  "}),
    (Piece.PEOPLE, {"who": ""}),
    (Piece.PEOPLE, {"happened": ""}),
    (Piece.INNER, {"feelings": ""}),
    (Piece.POINT, {"point": ""}),
]


def test_a_whole_scene_has_five_pieces_and_asks_nothing() -> None:
    whole = meter(WHOLE)
    assert (whole.score, whole.usable, whole.asks, whole.misses) == (5, True, (), ())


@pytest.mark.parametrize(("piece", "blank"), BLANKS)
def test_one_missing_piece_is_asked_for_and_leaves_it_usable(
    piece: Piece, blank: dict[str, str]
) -> None:
    lacking = meter(replace(WHOLE, **blank))  # type: ignore[arg-type]
    assert (lacking.score, lacking.usable) == (4, True)
    assert lacking.misses == (piece,)
    assert lacking.asks == (Ask(piece.value),)


@pytest.mark.parametrize("inner", ["feelings", "thoughts", "body"])
def test_any_part_of_the_inner_state_will_do(inner: str) -> None:
    assert Piece.INNER in pieces(replace(WHOLE, **{"feelings": "", inner: "a knot"}))  # type: ignore[arg-type]


SCORES = [
    # blank, score, usable, asks for a scene first
    (("point", "feelings"), 3, False, False),
    (("point", "feelings", "place"), 2, False, True),
    (("point", "feelings", "place", "when", "who"), 0, False, True),
]


@pytest.mark.parametrize(("blank", "score", "usable", "scene"), SCORES)
def test_three_are_not_usable_and_two_ask_for_one_scene(
    blank: tuple[str, ...], score: int, usable: bool, scene: bool
) -> None:
    found = meter(replace(WHOLE, **dict.fromkeys(blank, "")))  # type: ignore[arg-type]
    assert (found.score, found.usable) == (score, usable)
    assert (found.asks[0] is Ask.SCENE) is scene


def test_talk_in_general_asks_for_one_occasion() -> None:
    general = replace(WHOLE, happened="They all do it. She always looks away.")
    found = meter(general)
    assert found.general == ("always", "they all")
    assert found.asks == (Ask.ONCE,)
    assert found.usable
    said_once = replace(general, once=True)
    assert meter(said_once).asks == ()


def test_many_occasions_are_no_usable_scene_whatever_else_is_there() -> None:
    found = meter(replace(WHOLE, once=False))
    assert (found.score, found.usable, found.asks) == (5, False, (Ask.ONCE,))


def test_words_of_talk_in_general_are_whole_words_in_both_languages() -> None:
    assert general_words("She went along the hallways and nevertheless smiled.") == ()
    assert general_words("Immer dasselbe, die Leute lachen.", "de") == (
        "immer",
        "die leute",
        "leute",
    )
    assert general_words("every\n time") == ("every time",)
    assert general_words("always", "fr") == ("always",)


TRAUMA = [
    ("He was raped.", "en", True),
    ("grapes and a drape", "en", False),
    ("Sie wurde vergewaltigt.", "de", True),
    ("Er würgte den Motor ab.", "de", False),
    ("my mother's kitchen", "en", False),
]


@pytest.mark.parametrize(("text", "language", "stops"), TRAUMA)
def test_what_may_be_trauma_stops_every_question(text: str, language: str, stops: bool) -> None:
    told = Episode(happened=text, language=language)
    assert bool(trauma_words(text, language)) is stops
    assert (meter(told).asks == ()) is stops
    assert meter(told).stopped is stops
    assert not meter(told).reviewed


def test_it_is_noticed_wherever_it_stands() -> None:
    assert is_stopped(replace(WHOLE, point="I had a flashback."))


def test_a_therapist_s_word_stands_before_the_list() -> None:
    said_no = Episode(happened="We read about incest laws at school.", trauma=False)
    assert not is_stopped(said_no)
    assert meter(said_no).reviewed
    assert is_stopped(replace(WHOLE, trauma=True))
    assert meter(replace(WHOLE, trauma=True, place="")).asks == ()
    assert not meter(replace(WHOLE, trauma=True)).usable


TEXT = st.text(max_size=20)


@given(place=TEXT, when=TEXT, who=TEXT, happened=TEXT, feelings=TEXT, point=TEXT)
def test_nothing_written_ever_makes_a_scene_less_whole(**told: str) -> None:
    found = Episode(**told)
    assert len(meter(found).has) + len(meter(found).misses) == len(Piece)
    for name in told:
        assert meter(found).score >= meter(replace(found, **{name: ""})).score  # type: ignore[arg-type]


@given(st.text(max_size=60), st.sampled_from(["en", "de"]))
def test_a_stopped_scene_asks_nothing_and_no_other_is_silent(text: str, language: str) -> None:
    found = meter(Episode(happened=text, language=language))
    assert bool(found.asks) is not found.stopped


def test_the_numbers_have_their_source() -> None:
    assert (limits().usable, limits().ask_for_scene) == (4, 2)
    bare = packaged().replace(', source = "OpenIMT clinical brief, 2.3', ', because = "', 1)
    with pytest.raises(CatalogueError, match=r"schema\.others"):
        read_limits(bare)


def test_the_lists_have_theirs_and_both_languages() -> None:
    text = packaged("talk.toml")
    with pytest.raises(CatalogueError, match="source"):
        read_talk(text.replace("source =", "whence =", 1))
    with pytest.raises(CatalogueError, match="'trauma' has no words in 'de'"):
        read_talk(text.replace('de = ["vergewaltig*"', 'fr = ["viol*"', 1))
