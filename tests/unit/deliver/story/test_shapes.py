"""A title alone is a whole entry, and what does not belong to it is left aside."""

import pytest

from openimt.deliver.story.shapes import KINDS, Chapter, LinePoint, Scene, Tone, told


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_alone_is_a_whole_entry(kind: str) -> None:
    one = told(KINDS[kind], "a", {"title": "The lake"})
    assert (one.name, one.title) == ("a", "The lake")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_at_all_is_no_error(kind: str) -> None:
    assert told(KINDS[kind], "a", {}).title == ""


def test_what_was_left_out_on_purpose_is_empty() -> None:
    assert told(Scene, "a", {"title": "x", "felt": None}).felt == ""


def test_what_becomes_of_an_entry_is_no_part_of_it() -> None:
    assert told(Chapter, "a", {"shared": True, "done": True, "title": "x"}).title == "x"


def test_the_person_s_word_for_it_and_none() -> None:
    assert told(LinePoint, "a", {"tone": "hard"}).tone is Tone.HARD
    assert told(LinePoint, "a", {"tone": None}).tone is Tone.UNSAID


def test_there_is_no_scale_anywhere() -> None:
    numbers = {
        (kind, name)
        for kind, shape in KINDS.items()
        for name, field in shape.__dataclass_fields__.items()
        if "int" in str(field.type) or "float" in str(field.type)
    }
    assert numbers == {("line_point", "year"), ("line_point", "age")}
