"""What each field of a story takes, and the sentence for what it does not."""

import uuid
from datetime import timedelta

import pytest

from openimt.errors import RecordError
from openimt_clinic.actions.phone.arrival import Arrival, times
from openimt_clinic.actions.phone.kinds import KINDS
from openimt_clinic.actions.phone.kinds.story import FIELDS, STOPPED, line, tone, year
from openimt_clinic.actions.phone.naming import named_by_the_page
from openimt_clinic.records.patient import Patient
from tests.web.kept import NOW

NOBODY = Patient()


def read(kind: str, **values: object):
    return KINDS[kind].read(NOBODY, str(uuid.uuid4()), values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [(1994, 1994), ("1994", 1994), (" 1994 ", 1994), (1994.0, 1994), ("", None), ("  ", None)],
)
def test_a_year_as_pages_and_phones_send_it(sent: object, kept: object) -> None:
    assert year("year", sent) == kept  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sent", [94, 1994.5, True, "94", "19 94", "-1994", "9" * 5000, "MCMXCIV", ("1994",), 10**12]
)
def test_what_is_no_year_is_refused_in_words(sent: object) -> None:
    with pytest.raises(RecordError, match="four digits"):
        year("year", sent)  # type: ignore[arg-type]


@pytest.mark.parametrize(("sent", "kept"), [("", None), ("hard", "hard"), ("good", "good")])
def test_the_person_s_word(sent: str, kept: str | None) -> None:
    assert tone("tone", sent) == kept


def test_a_line_is_made_even_and_kept_short() -> None:
    assert line("title", " a \n\t b\u2028c ") == "a b c"
    assert line("title", " \n ") is None
    with pytest.raises(RecordError, match="200"):
        line("title", "x" * 201)


def test_long_words_stay_as_they_were_written() -> None:
    found = read("scene", happened="  One.\r\n\r\n  Two.  ", felt=" \n ")
    assert found.values == {"happened": "  One.\n\n  Two.  ", "felt": None}


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_wrong_is_refused_and_the_rest_is_kept(kind: str) -> None:
    found = read(kind, title="x", score=9, suicidal_urge=5)
    assert found.values == {"title": "x"}
    assert set(found.refused) == {"score", "suicidal_urge"}


@pytest.mark.parametrize("kind", FIELDS)
def test_nothing_is_shared_by_itself_and_all_can_be_taken_away(kind: str) -> None:
    assert KINDS[kind].owned
    assert not KINDS[kind].shared(NOBODY)
    assert KINDS[kind].instrument("x") == ""


def test_a_note_that_one_stopped_holds_no_words() -> None:
    assert KINDS[STOPPED].shared(NOBODY)
    assert read(STOPPED, stopped=True).values == {"stopped": True}
    found = read(STOPPED, stopped="because", says="It was about him.")
    assert not found.values
    assert set(found.refused) == {"stopped", "says"}


@pytest.mark.parametrize(
    "name", ["today", "2026-11-22", "x", "62085DF5-2992-4DD8-BB71-8018AA3B6EA7", "{}"]
)
def test_an_entry_has_a_name_of_its_own(name: str) -> None:
    arrival = Arrival(uuid.uuid4(), "scene", name, "phone", 1, NOW, {})
    with pytest.raises(RecordError, match="lost its place"):
        named_by_the_page(NOBODY, arrival, times(NOW, NOW, NOW + timedelta(hours=1)))
