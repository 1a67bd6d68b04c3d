"""The numbers of ``limits.toml``: when safety comes first, and when a later look is due."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from openimt.catalogue.signed import signed_value

FILE = "limits.toml"


@dataclass(frozen=True)
class Limits:
    """``urge_first`` (of 5) and ``strength_first`` (of 10): from there on safety comes first.
    ``calm``: other readings only up to this strength. ``later_hours``: how strong is it then?
    ``days_open``: so long a later look is offered. ``wait_minutes``: of a pause. ``sure`` (of
    100): readings that calibration counts. ``entries``: below, counts are asked about only."""

    urge_first: float
    strength_first: float
    calm: float
    later_hours: float
    days_open: int
    wait_minutes: int
    sure: float
    entries: int


def packaged() -> str:
    """The file as it stands, each number with its source."""
    return files("openimt.deliver.moments").joinpath(FILE).read_text(encoding="utf-8")


@cache
def limits() -> Limits:
    """The packaged numbers."""
    return read_limits(packaged())


def read_limits(text: str) -> Limits:
    """The numbers in a TOML text; one without source or mark raises CatalogueError."""
    rows = tomllib.loads(text)

    def number(table: str, name: str) -> float:
        return float(signed_value(rows, table, name, FILE))

    return Limits(
        urge_first=number("safety_first", "urge"),
        strength_first=number("safety_first", "strength"),
        calm=number("other_readings", "strength_at_most"),
        later_hours=number("later", "hours"),
        days_open=int(number("later", "days_open")),
        wait_minutes=int(number("later", "wait_minutes")),
        sure=number("calibration", "sure"),
        entries=int(number("calibration", "entries")),
    )
