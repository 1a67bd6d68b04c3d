"""Every version is kept; others see only what stood there since it was shared."""

from datetime import datetime, timedelta

from openimt.deliver.story.versions import Writing, shared_versions, versions

START = datetime(2026, 11, 1, 10)


def wrote(*values: dict[str, object], clashed: tuple[int, ...] = ()) -> list[Writing]:
    return [
        Writing(START + timedelta(days=n), each, clashed=n in clashed)  # type: ignore[arg-type]
        for n, each in enumerate(values)
    ]


def titles(found: tuple) -> list[object]:
    return [version.values["title"] for version in found]


def test_nothing_is_lost_by_changing_it() -> None:
    found = versions(wrote({"title": "Grey"}, {"text": "Rain."}, {"title": "Quiet"}))
    assert titles(found) == ["Grey", "Grey", "Quiet"]
    assert found[-1].values == {"title": "Quiet", "text": "Rain."}
    assert [version.at.day for version in found] == [1, 2, 3]


def test_the_same_words_twice_are_one_version() -> None:
    assert len(versions(wrote({"title": "Grey"}, {"title": "Grey"}))) == 1


def test_sharing_is_no_version() -> None:
    assert titles(versions(wrote({"title": "Grey"}, {"shared": True}))) == ["Grey"]


def test_what_was_cleared_is_seen_to_be_gone() -> None:
    found = versions(wrote({"title": "a", "text": "b"}, {"text": None}))
    assert [version.values["text"] for version in found] == ["b", None]


def test_others_see_what_stood_there_when_it_was_shared_and_what_came_since() -> None:
    written = wrote({"title": "own"}, {"title": "ripe"}, {"shared": True}, {"title": "new"})
    assert titles(shared_versions(written)) == ["ripe", "new"]


def test_what_is_taken_back_is_seen_by_nobody() -> None:
    assert shared_versions(wrote({"title": "a", "shared": True}, {"shared": False})) == ()


def test_shared_once_more_begins_anew() -> None:
    written = wrote(
        {"title": "one", "shared": True},
        {"shared": False},
        {"title": "between"},
        {"title": "two"},
        {"shared": True},
    )
    assert titles(shared_versions(written)) == ["two"]


def test_what_was_never_shared_is_seen_by_nobody() -> None:
    assert shared_versions(wrote({"title": "a"}, {"title": "b"})) == ()


def test_a_sharing_that_clashed_shares_nothing() -> None:
    written = wrote({"title": "a"}, {"shared": True}, {"title": "b"}, clashed=(1,))
    assert shared_versions(written) == ()


def test_words_that_clashed_are_not_settled_yet() -> None:
    written = wrote({"title": "a", "shared": True}, {"title": "other"}, clashed=(1,))
    assert titles(shared_versions(written)) == ["a"]


def test_taking_back_holds_even_where_it_clashed() -> None:
    written = wrote({"title": "a", "shared": True}, {"shared": False}, clashed=(1,))
    assert shared_versions(written) == ()


def test_shared_before_there_are_words() -> None:
    assert titles(shared_versions(wrote({"shared": True}, {"title": "a"}))) == ["a"]
