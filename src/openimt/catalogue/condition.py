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
from typing import Any

from openimt.errors import CatalogueError

QUESTIONS: Mapping[str, frozenset[str]] = {
    # Any event of these kinds; urges count from ``value_at_least`` (0 to 5), ``at_least`` times.
    "event": frozenset({"within_weeks", "at_least", "value_at_least"}),
    # None of these kinds of events in the window; unknown when events were not asked for.
    "no_event": frozenset({"within_weeks", "value_at_least"}),
    # Events of these kinds in the last ``within_weeks`` are fewer, by ``share`` (0 to 1), than in
    # the window of the same length before it; unknown when there were none before.
    "fall": frozenset({"within_weeks", "share"}),
    # At least ``at_least`` of the last ``of_last`` offered sessions were kept. Cancelled with
    # notice counts neither way; unknown while fewer sessions were offered.
    "attendance": frozenset({"at_least", "of_last"}),
    # A need of any of these targets is at least that severe (0 to 1).
    "target": frozenset({"at_least"}),
    # Every one of these capacities is shown, or not needed for this person.
    "capacity": frozenset(),
    # Any of these modules has reached that step.
    "module": frozenset({"step"}),
    # Every one of these common modules is in that state.
    "common": frozenset({"state"}),
    # A named person judged this so, and the judgement has not lapsed.
    "judgement": frozenset(),
    # A clinician's diagnosis begins with one of these codes; ``true``: a personality disorder.
    "diagnosis": frozenset(),
    # The person has said that they want this module.
    "wish": frozenset(),
    # The safety plan is in one of these states.
    "safety_plan": frozenset(),
    # A clinician judges risk imminent now, or intent, a plan or an attempt awaits review;
    # ``false`` asks that neither is so (a lapsed judgement is not imminent risk).
    "imminent_risk": frozenset(),
    # A worrying answer was given in a questionnaire of this assessment.
    "safety_answer": frozenset(),
    # The resilience profile names something of this kind (skills, supports, strengths, roles).
    "resource": frozenset({"present"}),
    # The latest value of the measure lies in these bounds.
    "measure": frozenset({"at_least", "at_most"}),
    # The earliest value of the measure lies in these bounds.
    "first_measure": frozenset({"at_least", "at_most"}),
    # The course is in one of these phases.
    "phase": frozenset(),
    "any": frozenset(),
    "all": frozenset(),
    "not": frozenset(),
}
"""Each question a condition may ask, with the words that may qualify it."""

JOINS = frozenset({"any", "all", "not"})
"""Questions made of other conditions."""

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
        return dict(self.options).get(name, default)

    def flat(self) -> tuple["Condition", ...]:
        """The condition and everything inside it, outermost first."""
        return (self, *(inner for part in self.parts for inner in part.flat()))


def read_condition(
    table: object, *, file: str | None = None, field: str | None = None
) -> Condition:
    """Turn an inline TOML table into a Condition; a word it does not know raises CatalogueError."""

    def refuse(says: str) -> CatalogueError:
        return CatalogueError(says, file=file, field=field)

    if not isinstance(table, Mapping):
        raise refuse("a condition must be a table such as { event = [...] }")
    asks = _question(table, refuse)
    options = tuple((key, table[key]) for key in sorted(set(table) - {asks}))
    for key, value in options:
        if key not in QUESTIONS[asks]:
            raise refuse(f"'{key}' says nothing about '{asks}'{_near(key, QUESTIONS[asks])}")
        if not isinstance(value, str | int | float):
            raise refuse(f"'{key}' of '{asks}' must be one number or word")
    value = table[asks]
    values = value if isinstance(value, list) else [value]
    if not values:
        raise refuse(f"'{asks}' asks about nothing; name at least one")
    if asks in JOINS:
        return Condition(
            asks, parts=tuple(read_condition(part, file=file, field=field) for part in values)
        )
    if any(not isinstance(word, str | bool) for word in values):
        raise refuse(f"'{asks}' asks about words such as \"…\", or true or false")
    return Condition(asks, tuple(_word(word) for word in values), options)


def resolve_settings(condition: Condition, settings: Mapping[str, float]) -> Condition:
    """The condition with every number that is called by a setting's name put in its place."""
    options = tuple(
        (name, _number(name, value, settings) if name in NUMBERS else value)
        for name, value in condition.options
    )
    parts = tuple(resolve_settings(part, settings) for part in condition.parts)
    return replace(condition, options=options, parts=parts)


def _question(table: Mapping[str, object], refuse: Any) -> str:
    asked = [key for key in table if key in QUESTIONS]
    if len(asked) == 1:
        return asked[0]
    if len(asked) > 1:
        raise refuse(f"a condition asks one question; here it asks {' and '.join(asked)}")
    qualifiers = frozenset().union(*QUESTIONS.values())
    written = next((key for key in table if key not in qualifiers), "")
    known = _near(written, frozenset(QUESTIONS)) or f"; it may ask: {', '.join(QUESTIONS)}"
    raise refuse(f"a condition cannot ask '{written}'{known}")


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


def _word(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value
