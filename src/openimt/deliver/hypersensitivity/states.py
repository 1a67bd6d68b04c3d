"""The log of states between people: what it was, what turned it, who, and how it went on.

The four states are those of Good Psychiatric Management. Which of them and of the ways between
them were compared with a source, and which are from memory, stands in ``states.toml``.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from openimt.errors import CatalogueError

FILE = "states.toml"


class Connection(StrEnum):
    """How it is with others, from held to held by nobody."""

    CONNECTED = "connected"
    THREATENED = "threatened"
    ALONE = "alone"
    DESPAIRING = "despairing"


@dataclass(frozen=True)
class Way:
    """A way from one state to another that the sources tell of, and what turns it."""

    source_state: Connection
    to: Connection
    says: str
    source: str
    checked: bool


@dataclass(frozen=True)
class KnownStates:
    """``from_memory``: states that were not compared with a source yet."""

    ways: tuple[Way, ...]
    from_memory: frozenset[Connection]

    def way(self, one: Connection, other: Connection) -> Way | None:
        """The way between two states, where the sources tell of one."""
        return next((w for w in self.ways if (w.source_state, w.to) == (one, other)), None)


@dataclass(frozen=True)
class Noted:
    """A state on a day. ``changed``: what turned it; ``who``: who had to do with it."""

    on: date
    state: Connection
    changed: str = ""
    who: str = ""


@dataclass(frozen=True)
class Turn:
    """From one state to the next. ``way``: None where the sources tell of no such way, which is
    nothing wrong: people are not drawings."""

    before: Noted
    after: Noted
    way: Way | None


@cache
def known_states() -> KnownStates:
    """The packaged states and ways."""
    return read_states(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def read_states(text: str) -> KnownStates:
    """The states in a TOML text; one without source or mark, or missing, raises CatalogueError."""
    tables = tomllib.loads(text)
    states = {Connection(one["id"]): _marked(one) for one in tables["state"]}
    if missing := set(Connection) - set(states):
        raise CatalogueError(f"the state '{min(missing)}' is missing", file=FILE)
    return KnownStates(
        tuple(map(_way, tables["way"])),
        frozenset(state for state, checked in states.items() if not checked),
    )


def turns(noted: Iterable[Noted]) -> tuple[Turn, ...]:
    """From each noted state to the next one, oldest first; the same state again is no turn.

    >>> days = [Noted(date(2026, 11, n), s) for n, s in ((9, "alone"), (2, "connected"))]
    >>> [turn.after.state for turn in turns(days)]
    ['alone']
    """
    line = in_order(noted)
    return tuple(
        Turn(one, other, known_states().way(one.state, other.state))
        for one, other in pairwise(line)
        if one.state != other.state
    )


def in_order(noted: Iterable[Noted]) -> tuple[Noted, ...]:
    """Oldest first; of one day in the order in which they were noted."""
    return tuple(sorted(noted, key=lambda one: one.on))


def who_asked(noted: Iterable[Noted]) -> tuple[tuple[str, tuple[date, ...]], ...]:
    """Who was named more than once when it got harder, with the days: a question for both.

    Harder is: no longer connected. It is not said of anybody that they caused it.
    """
    days: dict[str, tuple[str, list[date]]] = {}
    for one in in_order(noted):
        name = one.who.strip()
        if name and one.state is not Connection.CONNECTED:
            days.setdefault(name.casefold(), (name, []))[1].append(one.on)
    return tuple((name, tuple(on)) for name, on in days.values() if len(on) > 1)


def latest(noted: Sequence[Noted]) -> Noted | None:
    """The state that was noted last."""
    line = in_order(noted)
    return line[-1] if line else None


def _marked(table: Mapping[str, Any]) -> bool:
    if not table.get("source") or not isinstance(table.get("checked"), bool):
        raise CatalogueError("a state or way needs a source and a checked mark", file=FILE)
    return bool(table["checked"])


def _way(table: Mapping[str, Any]) -> Way:
    checked = _marked(table)
    ends = (Connection(table["from"]), Connection(table["to"]))
    return Way(*ends, table["says"], table["source"], checked)
