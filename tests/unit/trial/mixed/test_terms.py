"""How random effects are written."""

import re

import pytest

from openimt.errors import TrialError
from openimt.trial.mixed import RandomTerm, parse_random


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1|site", ["1|site"]),
        (" 1 | site ,1|therapist", ["1|site", "1|therapist"]),
        ("time|id", ["1+time|id"]),
        ("1+time|id", ["1+time|id"]),
        ("0+time|id", ["0+time|id"]),
        ("time-1|id", ["0+time|id"]),
        ("time||id", ["1|id", "0+time|id"]),
        ("0+time+base||id", ["0+time|id", "0+base|id"]),
        ("1|site/therapist", ["1|site", "1|site:therapist"]),
        ("1|site:therapist", ["1|site:therapist"]),
        ("arm:time|site", ["1+arm:time|site"]),
        ("(1|site) + (time|id)", ["1|site", "1+time|id"]),
        ("1|therapist in arm=MIT", ["1|therapist in arm=MIT"]),
        ("1|therapist in arm = MIT or GPM", ["1|therapist in arm=MIT or GPM"]),
        ("1|site/therapist in arm=MIT", ["1|site", "1|site:therapist in arm=MIT"]),
        ("1|Zentrum_ä", ["1|Zentrum_ä"]),
    ],
)
def test_every_form_is_read(text: str, wanted: list[str]) -> None:
    assert [str(term) for term in parse_random(text)] == wanted


def test_what_is_written_is_read_again() -> None:
    for text in ("1|site", "1+time|id", "0+time|id", "1|therapist in arm=MIT or GPM"):
        (term,) = parse_random(text)
        assert parse_random(str(term)) == (term,)


def test_a_level_may_hold_blanks() -> None:
    (term,) = parse_random("1|therapist in arm=group therapy or MIT")
    assert term == RandomTerm("therapist", variable="arm", levels=("group therapy", "MIT"))


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "such as '1|site'"),
        ("site", "'what|who'"),
        ("1|", "right of the bar"),
        ("|site", "left of the bar"),
        ("0|site", "no effect at all"),
        ("2|site", "left of the bar"),
        ("1|a|b", "right of the bar"),
        ("1|site, 1|site", "stands there twice"),
        ("time|id, 0+time|id", "stands there twice"),
        ("time+time|id", "twice"),
        ("(1|site) time|id", "brackets of its own"),
        ("1|therapist in arm=", "right of the bar"),
        ("1|therapist in arm=MIT or ", "name the arms"),
        ("1|site,,1|id", "such as '1|site'"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_remedy(text: str, remedy: str) -> None:
    with pytest.raises(TrialError, match=re.escape(remedy)):
        parse_random(text)
