"""A condition: one question about a person's facts, as data.

In TOML a condition is an inline table with one question, for example
``{ event = ["suicide_attempt"], within_weeks = 8 }`` or
``{ any = [ { target = "anger", at_least = 0.4 }, { wish = true } ] }``.
What each question means, and when its answer is unknown, stands in ``formulate/ask.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openimt.errors import CatalogueError

QUESTIONS: Mapping[str, frozenset[str]] = {
    "event": frozenset({"within_weeks", "at_least", "value_at_least"}),
    "no_event": frozenset({"within_weeks", "value_at_least"}),
    "fall": frozenset({"within_weeks", "share"}),
    "target": frozenset({"at_least"}),
    "capacity": frozenset(),
    "module": frozenset({"step"}),
    "common": frozenset({"state"}),
    "judgement": frozenset(),
    "diagnosis": frozenset(),
    "wish": frozenset(),
    "safety_plan": frozenset(),
    "imminent_risk": frozenset(),
    "safety_answer": frozenset(),
    "resource": frozenset({"present"}),
    "measure": frozenset({"at_least", "at_most"}),
    "phase": frozenset(),
    "any": frozenset(),
    "all": frozenset(),
    "not": frozenset(),
}
"""Each question a condition may ask, with the words that may qualify it."""


@dataclass(frozen=True)
class Condition:
    """One question (``asks``) about ``of``, qualified by ``options``; ``parts`` for any/all/not."""

    asks: str
    of: tuple[str, ...] = ()
    options: tuple[tuple[str, float | str | bool], ...] = ()
    parts: tuple["Condition", ...] = ()

    def option(self, name: str, default: float | str | bool | None = None) -> Any:
        """The value of one qualifier, or ``default`` when the condition does not state it."""
        return dict(self.options).get(name, default)


def read_condition(table: object, *, file: str, field: str) -> Condition:
    """Turn an inline TOML table into a Condition; a word it does not know raises CatalogueError."""
    if not isinstance(table, Mapping):
        raise CatalogueError("a condition must be a table such as { event = [...] }", file=file, field=field)
    asked = [key for key in table if key in QUESTIONS]
    if len(asked) != 1:
        known = ", ".join(QUESTIONS)
        raise CatalogueError(
            f"a condition asks exactly one question of: {known}; here it asks {len(asked)}",
            file=file,
            field=field,
        )
    asks = asked[0]
    extra = sorted(set(table) - {asks} - QUESTIONS[asks])
    if extra:
        raise CatalogueError(f"'{extra[0]}' says nothing about '{asks}'", file=file, field=field)
    options = tuple((key, table[key]) for key in sorted(set(table) - {asks}))
    value = table[asks]
    if asks in {"any", "all", "not"}:
        tables = value if isinstance(value, list) else [value]
        parts = tuple(read_condition(part, file=file, field=field) for part in tables)
        return Condition(asks, parts=parts)
    of = tuple(str(v) for v in value) if isinstance(value, list) else (_word(value),)
    return Condition(asks, of, options)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
