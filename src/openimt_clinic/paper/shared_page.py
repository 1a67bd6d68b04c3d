"""What two people understand together, on one page for the person to take along."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from openimt_clinic.paper.press import pressed

SIZES = (13.0, 12.0, 11.0, 10.0)
MOST_PAGES = 1


@dataclass(frozen=True)
class Said:
    """A part of the page under its label; ``listed``: each line is a point of its own."""

    label: str
    lines: tuple[str, ...]
    listed: bool


@dataclass(frozen=True)
class SharedPage:
    """``above``: the clinic as patients know it. ``signed``: a line for each who signed.
    ``draft``: says so while nobody has."""

    title: str
    above: str
    on: str
    language: str
    parts: Sequence[Said]
    signed: Sequence[str]
    draft: str = ""


def shared_page(page: SharedPage) -> bytes:
    """The page as PDF; longer than a page only where all of it does not fit in small type."""
    return pressed("shared_page", asdict(page), sizes=SIZES, most_pages=MOST_PAGES)
