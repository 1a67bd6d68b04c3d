"""A very long text on paper: all of it there, with little work, and one press at a time."""

import io
import threading
import time
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from openimt_clinic.paper import press
from openimt_clinic.paper.length import MOST_ROWS, can_fit
from openimt_clinic.paper.letter import SIZES, Letter, set_letter
from openimt_clinic.paper.shared_page import Said, SharedPage, shared_page
from openimt_clinic.paper.sheet import Sheet, Words, printed
from openimt_clinic.records.clinic import Clinic

CLINIC = Clinic(name="Riverside clinic", patient_name="Riverside", emergency_number="112")
A_LIST = "\n".join(f"- point {n}" for n in range(MOST_ROWS))
PROSE = ("One sentence of many words that fills the page and goes on. " * 3400)[:200_000]
SECONDS = 2.0
"""Of work, not of waiting. A list of 10,000 rows took twice as much and more."""


def letter(words: str, language: str = "en") -> Letter:
    return Letter("Dr Holm\nLong Lane 3", "Long", date(2026, 11, 23), language, words=words)


def read(pdf: bytes, last: int = 0) -> list[str]:
    """The text of the pages, or of so many last ones alone."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages[-last:]]


def squeezed(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@pytest.fixture
def presses(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The sizes of type that were tried."""
    tried: list[object] = []
    real = press._compiler

    def noted(form: str, data: Any) -> Any:
        tried.append(data["size"])
        return real(form, data)

    monkeypatch.setattr(press, "_compiler", noted)
    return tried


def test_what_can_never_fit_is_set_once_and_in_the_smallest_type(presses: list[object]) -> None:
    set_letter(letter(PROSE), CLINIC)
    assert presses == [SIZES[-1]]


def test_what_may_fit_is_tried_in_large_type_first(presses: list[object]) -> None:
    set_letter(letter("A few words."), CLINIC)
    assert presses == [SIZES[0]]


@pytest.mark.parametrize("words", [A_LIST, "a\n" * 120_000, PROSE], ids=["list", "rows", "prose"])
def test_a_long_letter_is_little_work(words: str) -> None:
    began = time.process_time()
    set_letter(letter(words), CLINIC)
    assert time.process_time() - began < SECONDS


@pytest.mark.slow
def test_no_word_of_long_prose_is_lost() -> None:
    words = " ".join(f"word{n}" for n in range(200_000 // 9))
    text = squeezed("".join(read(set_letter(letter(words), CLINIC))))
    assert not [n for n in range(200_000 // 9) if f"word{n}" not in text]


@pytest.mark.slow
def test_a_list_of_so_many_rows_is_whole_and_each_row_stands_alone() -> None:
    pages = read(set_letter(letter(A_LIST), CLINIC))
    rows = {row for page in pages for row in page.splitlines()}
    assert not [row for row in A_LIST.split("\n") if row not in rows]
    assert "too long" not in pages[-1]


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "too long for paper"), ("de", "zu lang für Papier")],
)
def test_what_no_paper_holds_is_said_on_it(language: str, says: str) -> None:
    text = "".join(read(set_letter(letter(A_LIST + "\n- the last", language), CLINIC), last=2))
    assert f"- point {MOST_ROWS - 1}" in text
    assert "- the last" not in text
    assert says in text


def test_line_breaks_and_paragraphs_are_kept() -> None:
    (page,) = read(set_letter(letter("First row\nsecond row\n\nAnother part"), CLINIC))
    found = [row for row in page.splitlines() if row in ("First row", "second row", "Another part")]
    assert found == ["First row", "second row", "Another part"]


def test_other_papers_are_bound_in_the_same_way() -> None:
    began = time.process_time()
    printed(Sheet("T", "", "", "", (Words(A_LIST),)))
    shared_page(SharedPage("T", "", "", "en", (Said("L", (A_LIST,), listed=False),), ()))
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("size", SIZES)
def test_the_estimate_never_refuses_what_fits(size: float) -> None:
    """The narrowest letters, set without a margin, fill less than the page it reckons with."""
    assert can_fit({"words": "i" * 10_000, "to": "\n" * 80}, size, 2)
    assert not can_fit({"words": "i" * 200_000}, size, 2)
    assert not can_fit({"words": "\n" * 1_000}, size, 2)


def test_one_press_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most = 0, 0

    class Slow:
        def compile(self, **_how: object) -> bytes:
            nonlocal at_work, most
            at_work += 1
            most = max(most, at_work)
            time.sleep(0.02)
            at_work -= 1
            return b"%PDF"

    monkeypatch.setattr(press, "_compiler", lambda _form, _data: Slow())
    how = {"sizes": (9.5,), "most_pages": 2}
    waiting = [
        threading.Thread(target=press.pressed, args=("letter", {}), kwargs=how) for _ in range(4)
    ]
    for one in waiting:
        one.start()
    for one in waiting:
        one.join()
    assert most == 1
