"""The drop flag: the person's own mean, enough ratings, and nothing of what is kept to oneself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.track.alliance import Rating, alliance, alliance_numbers, recheck
from openimt.track.numbers import read_numbers

START = date(2026, 9, 7)


def ratings(*values: float, shared: bool = True, first: date = START) -> list[Rating]:
    return [Rating(first + timedelta(weeks=n), value, shared) for n, value in enumerate(values)]


# Earlier ratings, then the last one; whether it fell. Spreads below 0.4 count as 0.4.
TABLE = [
    ((), False),
    ((1.0,), False),
    ((3.4, 3.2, 3.6, 0.0), False),  # three before it are too few
    ((3.4, 3.2, 3.6, 3.4, 2.6), True),
    ((3.4, 3.4, 3.4, 3.4, 3.0), True),  # exactly one floored spread below
    ((3.4, 3.4, 3.4, 3.4, 3.2), False),  # one answer of five one step lower is nothing
    ((4.0, 4.0, 4.0, 4.0, 4.0), False),
    ((0.0, 4.0, 0.0, 4.0, 0.0), False),  # who swings widely falls far before it tells
    ((2.0, 2.0, 2.0, 2.0, 4.0), False),  # a rise is no fall
    ((1.0, 1.2, 1.0, 1.2, 1.0), False),  # low is not a fall: it is this person's usual level
]


@pytest.mark.parametrize(("values", "fell"), TABLE)
def test_a_fall_is_from_the_own_usual_level(values: tuple[float, ...], fell: bool) -> None:
    assert alliance(ratings(*values)).fell is fell


def test_each_rating_is_held_against_those_before_it() -> None:
    """A low rating must not lower the edge by which it is judged itself."""
    seen = alliance(ratings(3.0, 3.0, 3.0, 3.0, 2.0, 3.0)).ratings
    assert [one.usual is None for one in seen] == [True] * 4 + [False] * 2
    assert (seen[4].usual, seen[4].fell) == (3.0, True)
    assert seen[5].usual == pytest.approx(2.8)
    assert not seen[5].fell


def test_the_order_of_the_records_does_not_matter() -> None:
    given = ratings(3.4, 3.2, 3.6, 3.4, 2.6)
    assert alliance(given) == alliance(given[::-1])


SCORES = st.lists(st.integers(0, 20).map(lambda n: n / 5), max_size=12)


@given(SCORES, SCORES)
def test_what_is_kept_back_changes_nothing(shown: list[float], kept: list[float]) -> None:
    """Not the flag, not the mean, not the sentence: not even how many there were."""
    beside = ratings(*kept, shared=False, first=START + timedelta(days=1))
    assert alliance(ratings(*shown) + beside) == alliance(ratings(*shown))


@given(SCORES)
def test_who_always_rates_alike_raises_no_flag_by_one_answer(values: list[float]) -> None:
    steady = ratings(*([3.4] * 6), 3.2)
    assert not alliance(steady).fell
    assert alliance(ratings(*values)).fell in (True, False)


def test_the_sentence_says_what_is_known() -> None:
    assert alliance([]).says == "No session rating yet that the person shares."
    assert alliance(ratings(3)).says == (
        "One rating so far; from the 5th on the own usual level is known."
    )
    assert "within what is usual for the person (3.0)" in alliance(ratings(*[3] * 5)).says


def test_a_clinic_may_sign_other_numbers() -> None:
    text = "\n".join(
        f'{name} = {{ value = {value}, source = "clinic", checked = true }}'
        for name, value in (
            ("alliance.fewest_earlier", 2),
            ("alliance.fall_in_sd", 3.0),
            ("alliance.smallest_sd", 0.5),
        )
    )
    strict = read_numbers(text, "clinic.toml")
    assert not alliance(ratings(3, 3, 1.6), strict).fell
    assert alliance(ratings(3, 3, 1.4), strict).fell


WEEKS = [date(2026, 9, 7) + timedelta(weeks=n) for n in range(8)]


@pytest.mark.parametrize(
    ("falls", "strains", "looked", "why"),
    [
        ([], [], [], "beginning"),
        ([], [], [1], "beginning"),
        ([], [], [2], None),
        ([3], [], [2], "fall"),
        ([3], [4], [2], "strain"),
        ([3], [4], [2, 7], None),
        ([5], [], [2], None),
    ],
)
def test_three_sessions_after_the_start_a_fall_or_a_strain_it_is_looked_at_again(
    falls: list[int], strains: list[int], looked: list[int], why: str | None
) -> None:
    def days(numbers: list[int]) -> list[date]:
        return [WEEKS[number] for number in numbers]

    found = recheck(WEEKS[0], days(falls), days(strains), WEEKS, days(looked))
    assert (found is None) if why is None else (found is not None and why in found.says)


def test_before_so_many_sessions_nobody_is_asked() -> None:
    assert recheck(WEEKS[0], [], [], WEEKS[:2], []) is None


def test_every_number_says_where_it_comes_from() -> None:
    known = alliance_numbers().by_name
    assert known["where.days"].checked
    assert all(len(number.source) > 20 for number in known.values())
