"""What two people understand together, on one sheet for the person to take along."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from openimt_clinic.paper.press import pressed

SIZES = (13.0, 12.0, 11.0, 10.0)
MOST_PAGES = 1
WITH_LOOPS = 2
"""The two sides of a sheet: words, and what keeps happening drawn as a loop."""


@dataclass(frozen=True)
class Said:
    """A part of the page under its label; ``listed``: each line is a point of its own."""

    label: str
    lines: tuple[str, ...]
    listed: bool


@dataclass(frozen=True)
class Stop:
    """One of the seven parts of a loop, with its lines; none where it is still open."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Loop:
    """A pattern, drawn round; ``again`` stands in its middle."""

    title: str
    stops: tuple[Stop, ...]
    again: str


@dataclass(frozen=True)
class SharedPage:
    """``above``: the clinic as patients know it. ``version``: which one it is, with its day.
    ``signed``: a line for each who signed. ``to_sign``: before an empty line to sign on.
    ``draft``: says so while nobody has."""

    title: str
    above: str
    version: str
    language: str
    parts: Sequence[Said]
    signed: Sequence[str]
    loops: Sequence[Loop] = ()
    to_sign: str = ""
    draft: str = ""


def shared_page(page: SharedPage) -> bytes:
    """The page as PDF; longer only where all of it does not fit in small type."""
    most = WITH_LOOPS if page.loops else MOST_PAGES
    return pressed("shared_page", asdict(page), sizes=SIZES, most_pages=most)
