"""The numbers behind the choice of a therapist, as the clinic signs them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from openimt.catalogue.signed import signed_value
from openimt.errors import CatalogueError

FILE = "fit.toml"
NUMBERS = {
    "within_weeks": "fit",
    "fewest_cases": "fit",
    "continuity_weeks": "fit",
    "close_to_limit": "fit",
    "sessions": "trial",
    "look_from": "trial",
    "within_points": "audit",
}


@dataclass(frozen=True)
class FitNumbers:
    """``within_weeks``: a wait that counts as none. ``fewest_cases``: courses from which measured
    strength is known. ``sessions``: of a trial; ``look_from``: the session after which both look
    whether it fits. ``within_points``: how sure a share of a group has to be, in percentage points
    either way. ``therapy`` and ``modules``: what starts at once."""

    within_weeks: int
    fewest_cases: int
    continuity_weeks: int
    close_to_limit: int
    sessions: int
    look_from: int
    within_points: int
    therapy: str
    modules: tuple[str, ...]


@cache
def fit_numbers() -> FitNumbers:
    """The packaged numbers."""
    return read_fit_numbers(files("openimt.plan").joinpath(FILE).read_text(encoding="utf-8"))


def read_fit_numbers(text: str) -> FitNumbers:
    """The numbers in a TOML text; one without source or mark raises CatalogueError."""
    tables = tomllib.loads(text)
    whole = {name: _whole(tables, table, name) for name, table in NUMBERS.items()}
    modules = signed_value(tables, "now", "modules", FILE)
    if not isinstance(modules, list) or not modules:
        raise CatalogueError("'now.modules' is a list of modules", file=FILE)
    return FitNumbers(
        **whole,
        therapy=str(signed_value(tables, "now", "therapy", FILE)),
        modules=tuple(str(one) for one in modules),
    )


def _whole(tables: Mapping[str, Mapping[str, object]], table: str, name: str) -> int:
    value = signed_value(tables, table, name, FILE)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise CatalogueError(f"'{table}.{name}' is a whole number from 1", file=FILE)
    return value
