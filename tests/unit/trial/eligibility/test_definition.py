"""A definition file that cannot be meant is refused, with its key."""

from pathlib import Path

import pytest

from openimt.errors import TrialError
from openimt.trial.eligibility import (
    PriorCourse,
    ScaleChange,
    Verdict,
    judge,
    load,
    read_definition,
)
from openimt.trial.eligibility.definition import PACKAGED

TEXT = PACKAGED.read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in TEXT
    path = folder / "own.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("\ncourses_needed = 1", "\ncourses_needed = 0", "courses_needed"),
        ("\ncourses_needed = 1", "\ncourses_needed = true", "courses_needed"),
        ("\ncourses_needed = 1", "\ncourse_needed = 1", "course_needed"),
        ("months = 6", "months = 0", "months"),
        ("months = 6", "weeks = 6", "months"),
        ("share_of_sessions = 0.75", "share_of_sessions = 75", "share_of_sessions"),
        ("criteria_left = 5", "criteria_left = 10", "criteria_left"),
        ("smallest_reliable = 0.94", "smallest_reliable = -1", "scale"),
        ("smallest_reliable = 0.94", "smallest = 0.94", "scale"),
        ('id = "dbt"', "id = 7", "therapy"),
        ("checked = false", "checked = 'no'", "checked"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(TrialError) as refused:
        read_definition(changed(tmp_path, old, new))
    assert refused.value.field == key
    assert refused.value.file


def test_no_file_and_no_toml(tmp_path: Path) -> None:
    with pytest.raises(TrialError, match="no such file"):
        read_definition(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("a = [")
    with pytest.raises(TrialError, match="not TOML"):
        read_definition(tmp_path / "bad.toml")


def test_a_trial_sets_its_own_numbers(tmp_path: Path) -> None:
    course = PriorCourse(
        "dbt", months=7, trained_therapist=True, changes=(ScaleChange("bsl23", 2, 1.9),)
    )
    assert judge([course], load()).verdict is Verdict.CANNOT_TELL, "the reason is not recorded"
    own = read_definition(changed(tmp_path, "reason_needed = true", "reason_needed = false"))
    assert judge([course], own).verdict is Verdict.ELIGIBLE
    longer = read_definition(changed(tmp_path, "months = 6", "months = 12"))
    made = judge([course], longer)
    assert made.verdict is Verdict.CANNOT_TELL
    assert any("12 months" in one for one in made.would_decide)
    untrained = changed(tmp_path, "trained_therapist = true", "trained_therapist = false")
    ids = [c.id for c in judge([course], read_definition(untrained)).courses[0].criteria]
    assert "trained_therapist" not in ids


def test_every_number_has_its_source() -> None:
    made = load()
    assert all(one.source for one in [*made.therapies.values(), *made.scales.values()])
    assert not any(scale.checked for scale in made.scales.values() if "memory" in scale.source)


@pytest.mark.parametrize(
    "words",
    [
        {"months": -1},
        {"months": float("nan")},
        {"sessions_offered": 10, "sessions_kept": 11},
        {"sessions_offered": -1},
        {"criteria_after": 10},
    ],
)
def test_a_course_that_cannot_be_is_refused(words: dict) -> None:
    with pytest.raises(TrialError, match=r"criteria|cannot be"):
        PriorCourse("dbt", **words)


def test_no_sessions_offered_says_nothing_of_the_share() -> None:
    assert PriorCourse("dbt", sessions_offered=0, sessions_kept=0).share_kept is None
