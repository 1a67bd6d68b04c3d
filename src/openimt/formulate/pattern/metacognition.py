"""Six functions of thinking about minds: what they mean, and what ratings of scenes come to.

Only a clinician's rating of a told scene counts. A self-report is suspect in those who lack what it
asks for, so nothing here takes one (OpenIMT clinical brief, 2.1).
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import median_low

from openimt.errors import CatalogueError, DeliveryError
from openimt.formulate.pattern.limits import limits, packaged

FILE = "metacognition.toml"
LEAST, MOST = 0, 4


@dataclass(frozen=True)
class Function:
    """A function: what it asks, its poor sign, five anchors for 0 to 4, and modules that help."""

    id: str
    name: str
    asks: str
    poor: str
    anchors: tuple[str, ...]
    helps: tuple[str, ...]


@dataclass(frozen=True)
class Rating:
    """What a clinician saw in one scene. ``values``: by function, those shown in it alone."""

    episode: str
    on: date
    values: Mapping[str, int]

    def __post_init__(self) -> None:
        for name, value in self.values.items():
            if name not in {function.id for function in functions()}:
                raise DeliveryError(f"there is no function '{name}'", field=name)
            if not LEAST <= value <= MOST:
                raise DeliveryError(f"give a whole number from {LEAST} to {MOST}", field=name)


@dataclass(frozen=True)
class Shown:
    """A function over the rated scenes. ``usual``: the middle rating, None while scenes are few;
    ``last``: the newest. ``helps``: modules to think of, where the usual rating is low."""

    function: Function
    scenes: int
    last: int | None
    usual: int | None
    helps: tuple[str, ...]


def shown(ratings: Iterable[Rating]) -> tuple[Shown, ...]:
    """Each function in its order; of a scene rated twice the newer rating counts.

    >>> shown([])[0].usual is None
    True
    """
    newest = {one.episode: one for one in sorted(ratings, key=lambda one: one.on)}
    rated = sorted(newest.values(), key=lambda one: one.on)
    return tuple(_shown(function, rated) for function in functions())


def _shown(function: Function, rated: list[Rating]) -> Shown:
    values = [one.values[function.id] for one in rated if function.id in one.values]
    usual = median_low(values) if len(values) >= limits().few else None
    low = usual is not None and usual <= limits().low
    return Shown(
        function,
        len(values),
        values[-1] if values else None,
        usual,
        function.helps if low else (),
    )


@cache
def functions() -> tuple[Function, ...]:
    """The six functions, from the packaged file."""
    return read_functions(packaged(FILE))


def read_functions(text: str) -> tuple[Function, ...]:
    """The functions of a TOML text; one without its five anchors raises CatalogueError."""
    rows = tomllib.loads(text)
    if not {"source", "checked"} <= rows.keys():
        raise CatalogueError("needs source and checked", file=FILE)
    found = []
    for row in rows.get("function", ()):
        if len(row.get("anchors", ())) != MOST - LEAST + 1:
            raise CatalogueError(f"'{row.get('id', '')}' needs five anchors", file=FILE)
        lists = {"anchors": tuple(row["anchors"]), "helps": tuple(row["helps"])}
        found.append(Function(**{**row, **lists}))
    return tuple(found)
