"""A form's questions as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from openimt.assess.instrument import Instrument, Item
from openimt_clinic.components.numbers import said

Values = Mapping[str, float | None]
MOST_LABELS = 12
MOST_IN_A_ROW, LONGEST_IN_A_ROW = 5, 10


@dataclass(frozen=True)
class Choice:
    """One answer that can be picked. ``response``: what it calls for, empty if for nothing."""

    value: str
    label: str
    chosen: bool
    response: str


@dataclass(frozen=True)
class Question:
    """``shape``: *words* (an answer a line), *row* (a few short words side by side), *scale* (a row
    of numbers), *number* (typed)."""

    id: str
    says: str
    shape: str
    choices: tuple[Choice, ...]
    ends: tuple[str, ...]
    typed: str
    error: str
    lowest: str = ""
    highest: str = ""
    blank: bool = False


def question(
    item: Item,
    instrument: Instrument,
    language: str,
    given: Values,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> Question:
    """The question with what was answered before, or with what was typed just now."""
    value = typed[item.id] if item.id in typed else _as_typed(given.get(item.id))
    words = _words(item, language)
    shape = _shape(item, words)
    return Question(
        id=item.id,
        says=in_language(item.says, language),
        shape=shape,
        choices=_choices(item, instrument, words, value) if shape != "number" else (),
        ends=tuple((item.ends or {}).get(language) or (item.ends or {}).get("en", ())),
        typed=value,
        error=errors.get(item.id, ""),
        lowest=said(item.lowest),
        highest=said(item.highest),
        blank=item.id in given and given[item.id] is None,
    )


def is_asked(item: Item, given: Values) -> bool:
    """Whether the question is asked after these answers."""
    met = ((given.get(other), least) for other, least in item.ask_if)
    return not item.ask_if or any(value is not None and value >= least for value, least in met)


def in_language(texts: Mapping[str, str] | None, language: str) -> str:
    """The text in the language, else in English."""
    known = texts or {}
    return known.get(language) or known.get("en", "")


def _as_typed(value: float | None) -> str:
    return "" if value is None else said(value)


def _shape(item: Item, words: tuple[str, ...]) -> str:
    if words:
        fits = len(words) <= MOST_IN_A_ROW and max(map(len, words)) <= LONGEST_IN_A_ROW
        return "row" if fits else "words"
    return "scale" if item.whole and item.highest - item.lowest < MOST_LABELS else "number"


def _words(item: Item, language: str) -> tuple[str, ...]:
    options = item.options or {}
    return options.get(language) or options.get("en", ())


def _choices(
    item: Item, instrument: Instrument, words: tuple[str, ...], chosen: str
) -> tuple[Choice, ...]:
    values = range(int(item.lowest), int(item.highest) + 1)
    labels = words or tuple(str(value) for value in values)
    return tuple(
        Choice(str(value), label, str(value) == chosen, response_to(instrument, item.id, value))
        for value, label in zip(values, labels, strict=True)
    )


def response_to(instrument: Instrument, item: str, value: float) -> str:
    """What an answer calls for, by the instrument's own rules; empty if for nothing."""
    met = [
        rule.response
        for rule in instrument.safety
        if rule.item == item and rule.at_least <= value <= rule.at_most
    ]
    return max(met, key=lambda response: response.urgency).value if met else ""
