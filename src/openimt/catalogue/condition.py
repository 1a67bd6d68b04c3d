"""A condition: one question about a person's facts, as data.

In TOML a condition is an inline table with one question, for example
``{ event = ["suicide_attempt"], within_weeks = "attempt_weeks" }`` or
``{ any = [ { target = "anger", at_least = 0.4 }, { wish = true } ] }``.
A number may be written as the name of a setting; the loader puts the number in its place.
How each question is answered, and when its answer is unknown, stands in ``formulate/ask.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from openimt.errors import CatalogueError

QUESTIONS: Mapping[str, frozenset[str]] = {
    # At least ``at_least`` (default 1) events of these kinds in the window; ``value_at_least``
    # counts only events with such a value (urges, 0 to 5). Unknown when events were not asked for.
    "event": frozenset({"within_weeks", "at_least", "value_at_least"}),
    # None of these kinds of events in the window; unknown as above.
    "no_event": frozenset({"within_weeks", "value_at_least"}),
    # Events of these kinds in the last ``within_weeks`` are none, or fewer by ``share`` (0 to 1)
    # than in the first window of that length in which they were recorded.
    "fall": frozenset({"within_weeks", "share"}),
    # The need of this target is at least that severe (0 to 1); unknown without a reading.
    "target": frozenset({"at_least"}),
    # This capacity is shown, or not needed for this person.
    "capacity": frozenset(),
    # This module has reached that step (default 1: a session of it was held); not applicable when
    # it was ended.
    "module": frozenset({"step"}),
    # This common module is in that state.
    "common": frozenset({"state"}),
    # A named person of this role (default: any clinician) judged this so, and the judgement has
    # not lapsed. The words stand in judgements.toml.
    "judgement": frozenset({"role"}),
    # A clinician's diagnosis is one of these; the words stand in diagnoses.toml.
    "diagnosis": frozenset(),
    # The person has said that they want this module.
    "wish": frozenset(),
    # The safety plan is in one of these states.
    "safety_plan": frozenset(),
    # A clinician judges that risk is imminent now (``true``) or is not (``false``); an intent, plan
    # or attempt that nobody has reviewed yet counts as imminent until somebody does.
    "imminent_risk": frozenset(),
    # A worrying answer in a questionnaire called for one of these responses, or ``any``.
    # With ``open``, only one that no clinician's judgement of danger has followed yet.
    "safety_answer": frozenset({"open"}),
    # The resilience profile names something of this kind (skills, supports, strengths, roles).
    "resource": frozenset({"present"}),
    # The latest value of the measure lies in these bounds.
    "measure": frozenset({"at_least", "at_most"}),
    # The course is in one of these phases.
    "phase": frozenset(),
    # So many of the last offered sessions were ``kept``; cancelled with notice is neither kept nor
    # missed. Unknown while fewer were offered.
    "attendance": frozenset({"at_least", "of_last"}),
    "any": frozenset(),
    "all": frozenset(),
    "not": frozenset(),
}
"""Each question a condition may ask, with the words that may qualify it."""

JOINS = frozenset({"any", "all", "not"})
"""Questions made of other conditions."""

ONE = frozenset(
    {"target", "measure", "capacity", "module", "common", "judgement", "wish", "imminent_risk"}
    | {"resource", "attendance"}
)
"""Questions about one thing only; ``any`` and ``all`` join several of them."""

NUMBERS = frozenset(
    {"within_weeks", "at_least", "at_most", "value_at_least", "step", "share", "of_last"}
)
"""Qualifiers that are numbers, written as a number or as the name of a setting."""


@dataclass(frozen=True)
class Condition:
    """One question (``asks``) about ``of``, qualified by ``options``; ``parts`` for any/all/not."""

    asks: str
    of: tuple[str, ...] = ()
    options: tuple[tuple[str, float | str | bool], ...] = ()
    parts: tuple["Condition", ...] = ()

    def option(self, name: str, default: float | str | bool | None = None) -> Any:
        """The value of one qualifier, or ``default`` when the condition does not state it."""
        for key, value in self.options:
            if key == name:
                return value
        return default

    def flat(self) -> tuple["Condition", ...]:
        """The condition and everything inside it, outermost first."""
        return self._flat

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every question in it, whatever it is joined of."""
        return frozenset(part.asks for part in self.flat())

    @cached_property
    def _flat(self) -> tuple["Condition", ...]:
        return (self, *(inner for part in self.parts for inner in part.flat()))


def read_condition(
    table: object, *, file: str | None = None, field: str | None = None
) -> Condition:
    """Turn an inline TOML table into a Condition; a word it does not know raises CatalogueError."""
    try:
        return _condition(table)
    except CatalogueError as error:
        raise CatalogueError(error.says, file=file, field=field) from None


def _condition(table: object) -> Condition:
    if not isinstance(table, Mapping):
        raise CatalogueError("a condition must be a table such as { event = [...] }")
    asks = _question(table)
    value = table[asks]
    values = value if isinstance(value, list) else [value]
    if not values:
        raise CatalogueError(f"'{asks}' asks about nothing; name at least one")
    options = _options(asks, table)
    if asks in JOINS:
        return Condition(asks, parts=tuple(_condition(part) for part in values))
    return Condition(asks, _words(asks, values), options)


def _options(asks: str, table: Mapping[str, object]) -> tuple[tuple[str, float | str | bool], ...]:
    options: list[tuple[str, float | str | bool]] = []
    for key in sorted(set(table) - {asks}):
        value = table[key]
        if key not in QUESTIONS[asks]:
            near = _near(key, QUESTIONS[asks])
            raise CatalogueError(f"'{key}' says nothing about '{asks}'{near}")
        if not isinstance(value, str | int | float):
            raise CatalogueError(f"'{key}' of '{asks}' must be one number or word")
        options.append((key, value))
    return tuple(options)


def _words(asks: str, values: list[object]) -> tuple[str, ...]:
    if asks in ONE and len(values) > 1:
        raise CatalogueError(f"'{asks}' asks about one thing; join several with any or all")
    words = [value for value in values if isinstance(value, str | bool)]
    if len(words) < len(values):
        raise CatalogueError(f"'{asks}' asks about a word in quotes, or true or false")
    return tuple(str(word).lower() if isinstance(word, bool) else word for word in words)


def resolve_settings(condition: Condition, settings: Mapping[str, float]) -> Condition:
    """The condition with every number that is called by a setting's name put in its place."""
    options = tuple(
        (name, _number(name, value, settings) if name in NUMBERS else value)
        for name, value in condition.options
    )
    parts = tuple(resolve_settings(part, settings) for part in condition.parts)
    return replace(condition, options=options, parts=parts)


def _question(table: Mapping[str, object]) -> str:
    asked = [key for key in table if key in QUESTIONS]
    if len(asked) == 1:
        return asked[0]
    if len(asked) > 1:
        raise CatalogueError(f"a condition asks one question; here it asks {' and '.join(asked)}")
    qualifiers = frozenset[str]().union(*QUESTIONS.values())
    written = next((key for key in table if key not in qualifiers), "")
    known = _near(written, frozenset(QUESTIONS)) or f"; it may ask: {', '.join(QUESTIONS)}"
    raise CatalogueError(f"a condition cannot ask '{written}'{known}")


def _number(name: str, value: float | str | bool, settings: Mapping[str, float]) -> float:
    if isinstance(value, bool):
        raise CatalogueError(f"'{name}' must be a number or the name of a setting")
    if isinstance(value, str):
        if value not in settings:
            near = _near(value, frozenset(settings))
            raise CatalogueError(f"'{name}' calls a setting '{value}' that there is not{near}")
        return settings[value]
    return value


def _near(word: str, known: frozenset[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
