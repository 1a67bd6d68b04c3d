"""A sheet for a therapist: a title and parts, in two columns, on two pages where it can be."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from openimt_clinic.paper.press import pressed

SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
"""Points, largest first."""
MOST_PAGES = 2


@dataclass(frozen=True)
class Heading:
    """Where a part begins."""

    says: str
    kind: str = "heading"


@dataclass(frozen=True)
class Words:
    """A paragraph; ``label`` stands before it in bold, ``note`` after it, small."""

    says: str
    label: str = ""
    note: str = ""
    kind: str = "words"


@dataclass(frozen=True)
class Points:
    """A list; each point with a note that may be empty. ``label`` stands above."""

    points: tuple[tuple[str, str], ...]
    label: str = ""
    kind: str = "points"


@dataclass(frozen=True)
class Piece:
    """A numbered or named piece of work: what to do, how it sounds, what else to know.

    ``dots``: the step of change, 1 to 4, shown as four dots; 0 = none.
    """

    name: str
    says: str
    number: str = ""
    quote: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    dots: int = 0
    kind: str = "piece"


Part = Heading | Words | Points | Piece


@dataclass(frozen=True)
class Sheet:
    """A whole sheet. ``phase`` lends its colour; ``above`` and ``foot`` are one line each."""

    title: str
    above: str
    summary: str
    foot: str
    parts: tuple[Part, ...]
    phase: str = ""
    language: str = "en"


def printed(sheet: Sheet) -> bytes:
    """The sheet as PDF."""
    data: Mapping[str, object] = asdict(sheet)
    return pressed("sheet", data, sizes=SIZES, most_pages=MOST_PAGES)
