"""The front door: adults, the screening, a diagnosis as a pattern, and what begins now."""

from datetime import date

import pytest

from openimt.assess.front_door.asked import front_door, packaged, read_front_door
from openimt.assess.front_door.grown_up import require_adult
from openimt.assess.front_door.meanwhile import Now, Waits, days_waiting, next_check_in, to_do
from openimt.assess.front_door.pattern import Pattern, meets, pattern_lines
from openimt.assess.front_door.screening import Answered, checked, screened
from openimt.errors import AssessmentError, CatalogueError
from openimt.terms import Truth

ON = date(2026, 11, 23)
CALM = {one.id: Answered("no") for one in front_door().questions}


# ---- the file ----


def test_every_question_has_its_source_and_danger_is_asked_first() -> None:
    door = front_door()
    assert all(one.source for one in door.questions)
    assert door.questions[0].id == "danger_now"
    assert door.questions[0].first
    assert {one.group for one in door.questions} == {"safety", "first", "wants"}


@pytest.mark.parametrize(
    ("change", "to", "says"),
    [
        ("value = 18, source", "value = 18, sauce", "needs value, source and checked"),
        ('group = "wants"', 'group = "wishes"', "is no group"),
        ('id = "basics"', 'id = "wants_this"', "two questions have one id"),
        ("first = true", "first = false", "no question asks for danger"),
        ('says = "Is somebody else treating the same now?"', "", "a question needs 'says'"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(change: str, to: str, says: str) -> None:
    with pytest.raises(CatalogueError, match=says):
        read_front_door(packaged().replace(change, to))


# ---- adults only, said so ----


@pytest.mark.parametrize(
    ("year", "said", "field"),
    [
        (2010, None, "birth_year"),
        (2010, True, "birth_year"),
        (2008, False, "birth_year"),
        (2008, None, "adult"),
        (None, None, "adult"),
        (None, False, "adult"),
        (2030, True, "birth_year"),
        (1850, True, "birth_year"),
    ],
)
def test_who_is_not_known_to_be_an_adult_is_refused_plainly(
    year: int | None, said: bool | None, field: str
) -> None:
    with pytest.raises(AssessmentError) as refusal:
        require_adult(year, said, ON)
    assert refusal.value.field == field


@pytest.mark.parametrize(("year", "said"), [(1990, None), (2007, None), (2008, True), (None, True)])
def test_an_adult_comes_in(year: int | None, said: bool | None) -> None:
    require_adult(year, said, ON)


# ---- the screening ----


def test_danger_is_said_and_never_concluded_from_silence() -> None:
    assert screened({}).danger is False
    assert len(screened({}).to_ask) == len(front_door().questions)
    assert screened({**CALM, "danger_now": Answered("yes")}).danger
    assert not screened(CALM).danger


def test_what_is_treated_first_and_what_is_not_known_are_named() -> None:
    found = screened({**CALM, "mania_or_psychosis": Answered("yes"), "basics": Answered("unknown")})
    assert [says[:25] for says in found.treat_first] == ["Are there weeks of racing"]
    assert [says[:12] for says in found.to_ask] == ["Are housing,"]


@pytest.mark.parametrize(
    "answers", [{"what_is_this": Answered("yes")}, {"danger_now": Answered("maybe")}]
)
def test_an_answer_that_is_none_is_refused(answers: dict[str, Answered]) -> None:
    with pytest.raises(AssessmentError):
        checked(answers)


# ---- the pattern ----


def test_a_pattern_is_counted_and_an_open_count_says_so() -> None:
    assert meets(Pattern((1, 3, 5, 7, 9))) is Truth.MET
    assert meets(Pattern((1, 3))) is Truth.UNKNOWN
    assert meets(Pattern((1, 3), all_asked=True)) is Truth.NOT_MET
    assert pattern_lines(Pattern((3, 1)))[0].startswith("DSM-5-TR: at least 2 of 9 criteria (1 ")
    assert pattern_lines(Pattern()) == ()
    assert pattern_lines(Pattern(all_asked=True)) == ("DSM-5-TR: 0 of 9 criteria",)


@pytest.mark.parametrize(
    ("made", "field"),
    [
        ({"criteria": (10,)}, "criteria"),
        ({"criteria": (0,)}, "criteria"),
        ({"severity": "terrible"}, "severity"),
        ({"traits": ("odd",)}, "traits"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(made: dict[str, tuple[int, ...]], field: str) -> None:
    with pytest.raises(AssessmentError) as refusal:
        Pattern(**made)  # type: ignore[arg-type]
    assert refusal.value.field == field


# ---- what begins now ----


def test_nobody_waits_with_empty_hands() -> None:
    bare = Waits(date(2026, 11, 2), False, False, False, False, None)
    assert to_do(bare, ON) == (Now.NUMBERS, Now.SAFETY_PLAN, Now.FIRST_MEETING, Now.CHECK_IN)
    assert days_waiting(bare.since, ON) == 21
    assert days_waiting(ON, date(2026, 11, 1)) == 0


def test_danger_comes_before_everything_and_a_check_in_that_is_past_is_due() -> None:
    ready = Waits(date(2026, 11, 2), True, True, True, True, date(2026, 11, 20))
    assert to_do(ready, ON) == (Now.SAFETY_FIRST, Now.CHECK_IN)
    heard = Waits(date(2026, 11, 2), False, True, True, True, ON)
    assert to_do(heard, ON) == ()
    assert next_check_in(ON) == date(2026, 12, 7)
