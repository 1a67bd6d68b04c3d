"""The value of one FHIR answer. What is most exact is asked first; a code alone can mislead.

Order: ordinal or weight extension, number, LOINC answer code, answer label. Senders exist that
put the same code and label on every answer and the truth in the extension.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openimt.assess.answers import check_answer
from openimt.assess.definition import label_fingerprint
from openimt.assess.instrument import Instrument, Item
from openimt.errors import ExchangeError, ScoringError
from openimt.exchange.table import NUMBER, to_number

ORDINAL = re.compile(r"(?:^|-)(?:ordinalValue|itemWeight)$|^iso21090-CO-value$")
"""The last part of the extensions' addresses as R4, R5, STU3 and ISO 21090 name them; STU3 has one
each for questionnaires, value sets and code systems."""
NUMBERED = re.compile(r"^\(?\d+\)?[\s:.=)-]+|[\s:.=(-]+\d+\)?$")
"""The number that some senders put before or after a label, as in ``Several days (1)``."""
SPELT_OUT = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))


@dataclass(frozen=True)
class Place:
    """Where something stands in a FHIR file: file, entry (as row) and path."""

    file: str
    row: int | None = None
    path: str = ""

    def at(self, name: str) -> "Place":
        """One step down, by name."""
        return replace(self, path=f"{self.path}.{name}" if self.path else name)

    def nth(self, n: int) -> "Place":
        """One step down, by position in a list."""
        return replace(self, path=f"{self.path}[{n}]")

    def refuse(self, says: str) -> ExchangeError:
        """The error for this place, ready to be raised."""
        return ExchangeError(says, file=self.file, row=self.row, field=self.path or None)

    def __str__(self) -> str:
        return f"{self.file}, {self.path}" if self.path else self.file


@dataclass(frozen=True)
class FormItem:
    """One item of a filled form, with its answers and its place."""

    data: Mapping[str, Any]
    answers: tuple[Mapping[str, Any], ...]
    place: Place


def read_value(form_item: FormItem, item: Item, instrument: Instrument) -> float | None:
    """The item's answer as a number, None when there is none.

    Raises ExchangeError for an answer that says no number we know, and ScoringError for one
    outside the item's range.
    """
    place = form_item.place.at("answer")
    if not form_item.answers:
        return None
    if len(form_item.answers) > 1:
        raise place.refuse(f"has {len(form_item.answers)} answers; {item.id} takes one")
    answer = form_item.answers[0]
    spoken = {key: value for key, value in answer.items() if key.startswith("value")}
    if not spoken:
        return None
    value = answer_number(answer, item, instrument)
    if value is None:
        says = f"'{_shown(spoken)}' is no answer to {item.id} of {instrument.id} that is known"
        raise place.nth(0).refuse(says)
    if misfit := check_answer(item, value):
        path = place.nth(0).path
        raise ScoringError(misfit, file=place.file, row=place.row, field=f"{item.id}, {path}")
    return value


def answer_number(answer: Mapping[str, Any], item: Item, instrument: Instrument) -> float | None:
    """The number that an answer means, or None when none can be found."""
    coding = answer.get("valueCoding")
    coding = coding if isinstance(coding, Mapping) else {}
    ordinal = _ordinal(answer, coding)
    if ordinal is not None:
        return ordinal
    number = plain_value(answer)
    if number is not None:
        return number
    if isinstance(answer.get("valueBoolean"), bool) and item.kind == "yes_no":
        return float(answer["valueBoolean"])
    return _coded(coding, answer.get("valueString"), item, instrument)


def plain_value(answer: Mapping[str, Any]) -> float | None:
    """A value that is sent as a number: integer, decimal, quantity, or a text of digits."""
    quantity = answer.get("valueQuantity")
    sent = [answer.get("valueInteger"), answer.get("valueDecimal")]
    sent.append(quantity.get("value") if isinstance(quantity, Mapping) else None)
    numbers = [v for v in sent if isinstance(v, int | float) and not isinstance(v, bool)]
    if numbers:
        return float(numbers[0]) if abs(numbers[0]) < 1e15 else None
    return _digits(answer.get("valueString"))


def _digits(text: object) -> float | None:
    plain = text.strip() if isinstance(text, str) else ""
    return to_number(plain) if NUMBER.fullmatch(plain) else None


def _ordinal(answer: Mapping[str, Any], coding: Mapping[str, Any]) -> float | None:
    for extension in (*_extensions(coding), *_extensions(answer)):
        name = str(extension.get("url", "")).partition("|")[0].rstrip("/").rsplit("/", 1)[-1]
        value = plain_value(extension)
        if ORDINAL.search(name) and value is not None:
            return value
    return None


def _extensions(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = holder.get("extension")
    yield from (one for one in found if isinstance(one, Mapping)) if isinstance(found, list) else ()


def _coded(
    coding: Mapping[str, Any], text: object, item: Item, instrument: Instrument
) -> float | None:
    """By code: a number, a LOINC answer; then by label, of the coding or of a plain text."""
    code = coding.get("code")
    number = _digits(code)
    if number is not None:
        return number
    if isinstance(code, str) and code in instrument.answer_codes:
        return instrument.answer_codes[code]
    for label in (coding.get("display"), text, code):
        if isinstance(label, str) and label.strip():
            value = _labelled(label, item, instrument)
            if value is not None:
                return value
    return None


def _labelled(label: str, item: Item, instrument: Instrument) -> float | None:
    """By label, as it stands or as people and programs respell it."""
    for spelling in _spellings(label):
        mark = label_fingerprint(spelling)
        value = instrument.labels.get(f"{item.id}:{mark}", instrument.labels.get(mark))
        if value is not None:
            return value
    return None


def _spellings(label: str) -> Iterator[str]:
    """A label, then without joined words (``notAtAll``), number or letters spelt out."""
    yield label
    apart = re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])|_", " ", label.strip())
    for plain in dict.fromkeys((apart, NUMBERED.sub("", apart))):
        yield plain
        umlauts = plain.lower()
        for pair, letter in SPELT_OUT:
            umlauts = umlauts.replace(pair, letter)
        yield umlauts


def _shown(spoken: Mapping[str, Any]) -> str:
    value = next(iter(spoken.values()))
    if isinstance(value, Mapping):
        value = value.get("display") or value.get("code") or "without code and label"
    return str(value)[:40]
