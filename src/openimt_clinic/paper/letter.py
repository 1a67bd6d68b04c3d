"""A letter or report on the clinic's paper: address, date, subject, words, parts, who signed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from openimt_clinic.components.clinic_words import number_lines
from openimt_clinic.paper.press import pressed
from openimt_clinic.records.clinic import Clinic

SIZES = (11.0, 10.5, 10.0, 9.5)
MOST_PAGES = 2
"""A longer one is set in the smallest type, on more pages."""


@dataclass(frozen=True)
class Section:
    """A part of a report: its heading, lines of a list, then words."""

    title: str
    lines: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Letter:
    """``to``: the address, a line each. ``signed``: who and when; empty = a draft, and the paper
    says so on each page. ``language``: of its words, its date and the clinic's numbers."""

    to: str
    subject: str
    on: date
    language: str
    words: str = ""
    sections: tuple[Section, ...] = ()
    closing: str = ""
    signed: str = ""


def set_letter(letter: Letter, clinic: Clinic) -> bytes:
    """The letter as PDF."""
    with override(letter.language):
        data: Mapping[str, object] = {
            **asdict(letter),
            "on": date_format(letter.on, "DATE_FORMAT"),
            "clinic": clinic.name,
            "numbers": number_lines(clinic),
            "draft": "" if letter.signed else _("A draft: nobody has signed this yet."),
        }
        return pressed("letter", data, sizes=SIZES, most_pages=MOST_PAGES)
