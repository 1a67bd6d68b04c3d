"""How a course ends, planned or not: what is left to do, when somebody asks again, the way back.

It speaks of the course, never of a person: nobody fails, drops out or is discharged here.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from openimt.catalogue.signed import signed_value
from openimt.deliver.months import months_after
from openimt.errors import CatalogueError, DeliveryError

FILE = "ending.toml"


class Way(StrEnum):
    """How it came to the end. ``ENDED`` says no more than that, for what is nobody's to write.
    ``DIED`` has a page and words of its own."""

    PLANNED = "planned"
    LEFT = "left"
    MOVED = "moved"
    DECLINED = "declined"
    ENDED = "ended"
    DIED = "died"


class ToldHow(StrEnum):
    """How the person came to know that appointments to come are cancelled."""

    TOGETHER = "together"
    TELEPHONE = "telephone"
    LETTER = "letter"
    NOBODY_TO_TELL = "nobody_to_tell"


@dataclass(frozen=True)
class Ending:
    """``gains``, ``signs``, ``helps``, ``people``: in the person's words. ``feelings``: about the
    ending. ``left``: what is to be done before. ``way_back`` and ``call``: how to return, and who
    answers under which number."""

    way: Way
    on: date
    gains: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    feelings: str = ""
    way_back: str = ""
    call: str = ""


@dataclass(frozen=True)
class Numbers:
    """``months`` after which somebody asks again; ``shown_before`` and ``named_before`` in
    days; ``look_back_weeks`` after a death those who treated look back together."""

    months: tuple[int, ...]
    shown_before: int
    named_before: int
    look_back_weeks: int


@cache
def numbers() -> Numbers:
    """The packaged numbers."""
    return read_numbers(files("openimt.deliver").joinpath(FILE).read_text(encoding="utf-8"))


def read_numbers(text: str) -> Numbers:
    """The numbers in a TOML text; one without source or mark raises CatalogueError."""
    rows = tomllib.loads(text)

    def whole(table: str, name: str) -> int:
        return int(signed_value(rows, table, name, FILE))

    months = signed_value(rows, "follow_up", "months", FILE)
    if not isinstance(months, list) or not months or min(months) < 1:
        raise CatalogueError("'follow_up.months' is a list of months", file=FILE)
    return Numbers(
        tuple(months),
        whole("follow_up", "shown_before_days"),
        whole("planned", "named_before_days"),
        whole("death", "look_back_weeks"),
    )


def follow_ups(on: date) -> tuple[date, ...]:
    """The days on which somebody asks how it is, in their order.

    >>> [day.isoformat() for day in follow_ups(date(2026, 11, 30))]
    ['2027-05-30', '2027-11-30']
    """
    return tuple(months_after(on, months) for months in numbers().months)


def shows(due: date, on: date) -> bool:
    """Whether a follow-up is near enough to be seen."""
    return due - timedelta(days=numbers().shown_before) <= on


def named_late(named_on: date, ends_on: date) -> bool:
    """Whether the date was named later than is good: said to staff, never a bar."""
    return (ends_on - named_on).days < numbers().named_before


def to_do(ending: Ending) -> Mapping[str, str]:
    """What is still missing, by field. Only the way back and who answers stand in the way; the
    rest is said and may stay open, above all where somebody has left.

    >>> list(to_do(Ending(Way.LEFT, date(2026, 11, 23), way_back="Call us.", call="Ana, 030")))
    ['signs', 'helps']
    """
    said = {
        "way_back": ("" if ending.way_back else "how to come back, in writing"),
        "call": ("" if ending.call else "who answers, under which number"),
        "signs": ("" if ending.signs else "how a hard time begins"),
        "helps": ("" if ending.helps else "what helps then"),
    }
    if ending.way is Way.PLANNED:
        said["gains"] = "" if ending.gains else "what was gained, in the person's words"
        said["feelings"] = "" if ending.feelings else "what the ending feels like to the person"
    return {name: says for name, says in said.items() if says}


NEEDED = ("way_back", "call")


def require_way_back(ending: Ending) -> None:
    """Nobody leaves without a way back; raises DeliveryError naming the field. An end of which no
    more is said asks for nothing, and a death neither."""
    if ending.way in (Way.ENDED, Way.DIED):
        return
    missing = to_do(ending)
    for name in NEEDED:
        if name in missing:
            raise DeliveryError(f"write {missing[name]}: it goes with every ending", field=name)
