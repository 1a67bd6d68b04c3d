"""A world: the numbers from which people are invented, and the margins they ought to show."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from openimt.errors import OpenIMTError
from openimt.track.numbers import Numbers, read_tables

_HOME = "openimt.simulate"


@dataclass(frozen=True)
class Margin:
    """What many courses together ought to show: a value, and the interval we accept."""

    name: str
    says: str
    value: float
    low: float
    high: float
    source: str
    checked: bool


@dataclass(frozen=True)
class World:
    """One world by name; ``numbers`` by dotted name, as ``gain.reg``."""

    name: str
    says: str
    numbers: Numbers
    margins: tuple[Margin, ...]

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]


def known_worlds() -> tuple[str, ...]:
    """The packaged worlds, by name."""
    found = files(_HOME).joinpath("worlds").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in found if f.name.endswith(".toml")))


@cache
def world(name: str) -> World:
    """The packaged world of that name; raises OpenIMTError when there is none."""
    if name not in known_worlds():
        raise OpenIMTError(f"there is no world '{name}'; known: {', '.join(known_worlds())}")
    file = f"{name}.toml"
    tables = tomllib.loads(files(_HOME).joinpath("worlds", file).read_text(encoding="utf-8"))
    base = world(tables.pop("base")) if "base" in tables else None
    says, rows = str(tables.pop("says")), tables.pop("margin", [])
    own = read_tables(tables, file).by_name
    numbers = Numbers(file, {**(base.numbers.by_name if base else {}), **own})
    return World(name, says, numbers, _margins(rows, base))


def _margins(rows: list[Mapping[str, object]], base: World | None) -> tuple[Margin, ...]:
    own = {str(row["name"]): _margin(row) for row in rows}
    inherited = {margin.name: margin for margin in base.margins} if base else {}
    return tuple({**inherited, **own}.values())


def _margin(row: Mapping[str, object]) -> Margin:
    value, low, high = (float(str(row[key])) for key in ("value", "low", "high"))
    checked = row["checked"] is True
    return Margin(str(row["name"]), str(row["says"]), value, low, high, str(row["source"]), checked)
