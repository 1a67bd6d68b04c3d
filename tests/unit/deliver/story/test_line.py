"""A life-line is put in the order of life, and no place is guessed."""

from itertools import permutations

import pytest

from openimt.deliver.story.line import line_of
from openimt.deliver.story.shapes import LinePoint


def point(name: str, **more: object) -> LinePoint:
    return LinePoint(name, name, **more)  # type: ignore[arg-type]


def names(points: tuple[LinePoint, ...]) -> str:
    return "".join(p.name for p in points)


def test_years_in_order() -> None:
    assert names(line_of([point("b", year=2003), point("a", year=1994)]).placed) == "ab"


def test_ages_alone_are_an_order_too() -> None:
    assert names(line_of([point("b", age=19), point("a", age=6)]).placed) == "ab"


def test_years_and_ages_meet_where_one_point_says_both() -> None:
    line = line_of([point("b", age=10), point("c", year=2010), point("a", year=1990, age=5)])
    assert (names(line.placed), line.anywhere) == ("abc", ())


def test_without_such_a_point_nothing_is_guessed() -> None:
    line = line_of([point("x", age=10), point("a", year=2010)])
    assert (names(line.placed), names(line.anywhere)) == ("a", "x")


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_about_then_comes_after_what_the_person_named(order: tuple[str, ...]) -> None:
    every = {
        "a": point("a", year=1990),
        "b": point("b", after="a"),
        "c": point("c", year=1999),
    }
    assert names(line_of(every[name] for name in order).placed) == "abc"


def test_one_after_the_other_follows_along() -> None:
    line = line_of([point("c", after="b"), point("b", after="a"), point("a", year=1990)])
    assert names(line.placed) == "abc"


def test_two_after_the_same_stay_as_they_were_written() -> None:
    line = line_of([point("a", year=1990), point("b", after="a"), point("c", after="a")])
    assert names(line.placed) == "abc"


def test_a_circle_ends_beside_the_line() -> None:
    line = line_of([point("a", after="b"), point("b", after="a"), point("c", after="c")])
    assert (line.placed, names(line.anywhere)) == ((), "abc")


def test_what_it_came_after_is_gone() -> None:
    assert names(line_of([point("a", after="gone")]).anywhere) == "a"


def test_a_year_goes_before_what_it_comes_after() -> None:
    line = line_of([point("b", year=2000, after="c"), point("a", year=1990), point("c", year=2010)])
    assert names(line.placed) == "abc"


def test_a_wrong_age_does_not_move_the_others() -> None:
    line = line_of(
        [
            point("a", year=1990, age=5),
            point("b", year=1995, age=10),
            point("z", year=2020, age=3),
            point("c", age=12),
        ]
    )
    assert names(line.placed) == "abcz"
