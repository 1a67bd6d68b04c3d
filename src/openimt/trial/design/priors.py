"""The priors a design may rest on: numbers in a data file, each with its source and check mark."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from openimt.trial.matrix import Floats

_FILE = "priors.toml"
_NOT_OUTCOMES = frozenset({"course", "within", "between", "drop_out", "therapists", "difference"})


@dataclass(frozen=True)
class Prior:
    """A number to plan with: its value, where it comes from, whether that was compared."""

    value: float
    source: str
    checked: bool


@dataclass(frozen=True)
class Priors:
    """All of them, by table and name; ``date`` is the day they were last gone through."""

    date: date
    names: Mapping[str, str]
    counts: frozenset[str]
    numbers: Mapping[str, Mapping[str, Prior]]

    def __call__(self, table: str, name: str) -> float:
        """The value of one number."""
        return self.numbers[table][name].value

    def between(self, one: str, other: str) -> float:
        """The correlation of two outcomes, 0 where nothing is known."""
        pair = "-".join(sorted((one, other)))
        found = self.numbers["between"].get(pair)
        return found.value if found else 0.0

    def hazards(self) -> tuple[float, ...]:
        """The chance of leaving in each quarter; the last holds for all later ones."""
        return tuple(number.value for number in self.numbers["drop_out"].values())

    def of_outcome(self, name: str) -> Mapping[str, Prior]:
        """The numbers of one outcome."""
        return self.numbers[name]


@cache
def priors() -> Priors:
    """The shipped priors.

    >>> priors()("ders", "mean")
    133.0
    """
    text = files("openimt.trial.design").joinpath(_FILE).read_text(encoding="utf-8")
    data = tomllib.loads(text)
    tables = {name: table for name, table in data.items() if isinstance(table, dict)}
    outcomes = {name: table for name, table in tables.items() if name not in _NOT_OUTCOMES}
    return Priors(
        date=data["date"],
        names={name: str(table["name"]) for name, table in outcomes.items()},
        counts=frozenset(name for name, table in outcomes.items() if table.get("count")),
        numbers={name: _numbers(table) for name, table in tables.items()},
    )


def _numbers(table: Mapping[str, object]) -> Mapping[str, Prior]:
    found = {name: each for name, each in table.items() if isinstance(each, dict)}
    return {
        name: Prior(float(each["value"]), str(each["source"]), each["checked"] is True)
        for name, each in found.items()
    }


def log_course(months: tuple[float, ...], scale: float) -> Floats:
    """The share of the whole change reached at each visit, on logarithmic time.

    >>> log_course((0, 6, 18), 1.0).round(2).tolist()
    [0.0, 0.66, 1.0]
    """
    course: Floats = np.log1p(np.asarray(months, dtype=np.float64) / scale)
    shares: Floats = course / course[-1]
    return shares
