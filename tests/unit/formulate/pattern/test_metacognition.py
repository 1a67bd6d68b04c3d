"""Ratings of scenes: six functions, own anchors, nothing said while scenes are few."""

from datetime import date

import pytest

from openimt.catalogue.load import load
from openimt.errors import CatalogueError, DeliveryError
from openimt.formulate.pattern.limits import packaged
from openimt.formulate.pattern.metacognition import Rating, functions, read_functions, shown


def rated(episode: str, day: int, **values: int) -> Rating:
    return Rating(episode, date(2026, 11, day), values)


def test_six_functions_with_five_anchors_each() -> None:
    assert [one.id for one in functions()] == [
        "monitoring",
        "integration",
        "differentiation",
        "others_minds",
        "decentration",
        "mastery",
    ]
    assert all(len(set(one.anchors)) == 5 for one in functions())


def test_what_helps_are_modules_of_the_catalogue() -> None:
    known = load().modules
    assert all(module in known for one in functions() for module in one.helps)


def test_two_scenes_say_nothing_of_a_function() -> None:
    first = shown([rated("a", 1, monitoring=0), rated("b", 2, monitoring=4)])[0]
    assert (first.scenes, first.last, first.usual, first.helps) == (2, 4, None, ())


def test_the_usual_rating_is_the_lower_middle_one() -> None:
    ratings = [rated(str(n), n + 1, monitoring=value) for n, value in enumerate((1, 3, 1, 4))]
    first = shown(ratings)[0]
    assert (first.usual, first.last, first.helps) == (1, 4, ("r2", "i1"))


def test_a_higher_one_asks_for_nothing() -> None:
    ratings = [rated(str(n), n + 1, mastery=3) for n in range(3)]
    assert shown(ratings)[-1].helps == ()


def test_a_scene_rated_again_counts_once_with_its_newer_rating() -> None:
    again = [rated("a", 9, monitoring=2), rated("a", 1, monitoring=0)]
    assert (shown(again)[0].scenes, shown(again)[0].last) == (1, 2)


def test_what_was_not_shown_is_blank_and_no_nought() -> None:
    found = shown([rated("a", 1, monitoring=0)])
    assert found[0].last == 0
    assert found[1].last is None


@pytest.mark.parametrize(("values", "says"), [({"monitoring": 5}, "0 to 4"), ({"luck": 1}, "luck")])
def test_other_ratings_are_refused(values: dict[str, int], says: str) -> None:
    with pytest.raises(DeliveryError, match=says):
        rated("a", 1, **values)


def test_the_file_says_where_it_comes_from_and_has_every_anchor() -> None:
    text = packaged("metacognition.toml")
    with pytest.raises(CatalogueError, match="source"):
        read_functions(text.replace("source =", "whence =", 1))
    with pytest.raises(CatalogueError, match="'monitoring' needs five anchors"):
        read_functions(text.replace('"Feels good or bad, or a body sign, no more.", ', "", 1))
