"""Read one instrument definition (TOML) into an Instrument, and refuse what it cannot mean."""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openimt.assess.instrument import (
    Band,
    Instrument,
    Item,
    Norm,
    Part,
    Rights,
    SafetyRule,
    Scale,
)
from openimt.assess.soundness import check_instrument
from openimt.errors import InstrumentError
from openimt.terms import Response

Table = Mapping[str, Any]


def label_fingerprint(label: str) -> str:
    """The fingerprint of an answer label, unmoved by case, spacing, accents' form or stops.

    >>> label_fingerprint("Not  at all.") == label_fingerprint("not at all")
    True
    """
    plain = unicodedata.normalize("NFKC", label).casefold()
    words = " ".join(re.findall(r"\w+", plain))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def read_definition(path: Path) -> Instrument:
    """The instrument that a TOML file defines; raises InstrumentError naming file and field."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InstrumentError(f"cannot be read ({error.strerror})", file=path.name) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InstrumentError(f"is not TOML: {error}", file=path.name) from error
    return instrument_from(table, file=path.name)


def instrument_from(table: Table, *, file: str) -> Instrument:
    """The instrument that a parsed definition describes."""
    try:
        made = _instrument(table, file)
    except KeyError as error:
        raise InstrumentError(f"lacks the key {error}", file=file) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InstrumentError(f"holds a value of the wrong kind: {error}", file=file) from error
    check_instrument(made)
    return made


def _instrument(table: Table, file: str) -> Instrument:
    items = _items(table)
    return Instrument(
        id=table["id"],
        name=table["name"],
        short=table.get("short", table["name"]),
        version=table["version"],
        recall=table["recall"],
        rater=table["rater"],
        minutes=float(table["minutes"]),
        items=items,
        scales=tuple(_scale(one) for one in table.get("scale", [])),
        safety=tuple(_rule(one) for one in table.get("safety", [])),
        norms=tuple(_norm(one) for one in table.get("norm", [])),
        rights=_rights(table["rights"]),
        sources=tuple(table["sources"]),
        own=bool(table.get("own", False)),
        codes=tuple(table.get("codes", ())),
        total_keys=tuple(table.get("total_keys", ())),
        answer_codes={str(k): float(v) for k, v in table.get("answer_codes", {}).items()},
        labels=_labels(table.get("labels", {}), items),
        title=table.get("title"),
        file=file,
    )


def _items(table: Table) -> tuple[Item, ...]:
    if "items" in table:
        return _numbered_items(table["items"])
    shared = table.get("answers", {})
    return tuple(_worded_item(one, shared) for one in table["item"])


def _numbered_items(table: Table) -> tuple[Item, ...]:
    """Items q1 … qn that share one range: numbers without wording."""
    keys: Sequence[Sequence[str]] = table.get("keys", [()] * table["count"])
    lowest, highest = float(table["lowest"]), float(table["highest"])
    if len(keys) != table["count"]:
        raise ValueError(f"{len(keys)} keys for {table['count']} items")
    return tuple(Item(f"q{n}", lowest, highest, tuple(k)) for n, k in enumerate(keys, start=1))


KINDS = {"yes_no": (0.0, 1.0), "urge": (0.0, 5.0)}
"""Kinds of item whose range is settled by the kind."""


def _worded_item(table: Table, shared: Table) -> Item:
    """An item with our wording; ``answers`` names a set of answers that several items share."""
    table = {**shared.get(table.get("answers", ""), {}), **table}
    kind = table.get("kind", "number")
    lowest, highest = KINDS.get(kind, (table.get("lowest"), table.get("highest")))
    if lowest is None or highest is None:
        raise ValueError(f"item '{table['id']}' has no range")
    return Item(
        id=table["id"],
        lowest=float(lowest),
        highest=float(highest),
        keys=tuple(table.get("keys", ())),
        says=table["says"],
        options=_by_language(table.get("options")),
        whole=bool(table.get("whole", True)),
        kind=kind,
        ask_if=tuple((item, float(value)) for item, value in table.get("ask_if", [])),
        ends=_by_language(table.get("ends")),
    )


def _by_language(table: Table | None) -> dict[str, tuple[str, ...]] | None:
    return {lang: tuple(words) for lang, words in table.items()} if table else None


def _labels(table: Table, items: Sequence[Item]) -> dict[str, float]:
    """Fingerprints given as data, and those of our own wording, worked out from it."""
    labels = {str(mark): float(value) for mark, value in table.items()}
    for item in items:
        for words in (item.options or {}).values():
            own = {label_fingerprint(w): item.lowest + n for n, w in enumerate(words)}
            labels |= {f"{item.id}:{mark}": value for mark, value in own.items()}
    return labels


def _scale(table: Table) -> Scale:
    either = tuple(tuple(group) for group in table.get("either", []))
    flipped = set(table.get("reversed", []))
    return Scale(
        id=table["id"],
        name=table["name"],
        method=table["method"],
        parts=tuple(_part(one, flipped, either) for one in table["parts"]),
        missing_allowed=int(table.get("missing_allowed", 0)),
        bands=tuple(Band(name, float(low)) for low, name in table.get("bands", [])),
        bands_from=_day(table.get("bands_from")),
        bands_source=table.get("bands_source", ""),
        higher_is=table.get("higher_is", "worse"),
    )


def _part(part: str | list[str], flipped: set[str], either: tuple[tuple[str, ...], ...]) -> Part:
    items = (part,) if isinstance(part, str) else tuple(part)
    groups = tuple(group for group in either if set(group) <= set(items))
    return Part(items, reversed=bool(flipped & set(items)), either=groups)


def _rule(table: Table) -> SafetyRule:
    return SafetyRule(
        item=table["item"],
        at_least=float(table["at_least"]),
        at_most=float(table["at_most"]),
        response=Response(table["response"]),
        says=table["says"],
        source=table["source"],
    )


def _norm(table: Table) -> Norm:
    return Norm(
        scale=table["scale"],
        mean=_number(table.get("mean")),
        sd=_number(table.get("sd")),
        reliability=_number(table.get("reliability")),
        kind=table["kind"],
        population=table["population"],
        source=table["source"],
        checked=bool(table["checked"]),
    )


def _rights(table: Table) -> Rights:
    return Rights(
        kind=table["kind"],
        says=table["says"],
        source=table["source"],
        on=_day(table.get("on")),
        may_ship=bool(table["may_ship"]),
        may_import=bool(table["may_import"]),
    )


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _day(value: object) -> date | None:
    if value is None or type(value) is date:
        return value
    raise TypeError(f"{value!r} is not a date such as 2026-10-01")
