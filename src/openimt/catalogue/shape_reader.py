"""From TOML tables to the frozen shapes of the catalogue, by the shapes' own types.

A key that a shape does not have, a value of the wrong kind and a missing part are refused with
file, line and the nearest right word, so that a slip of the pen never becomes a silent default.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from openimt.catalogue.condition import Condition, read_condition, resolve_settings
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.promise import Promise
from openimt.catalogue.therapy import Criterion, Gate, Therapy
from openimt.catalogue.therapy_parts import Diary, Fidelity, Hierarchy, Procedure
from openimt.catalogue.toml_file import TomlFile, Where
from openimt.errors import CatalogueError

T = TypeVar("T")

WORDS: Mapping[type, Mapping[str, str]] = {
    Module: {
        "aims": "aim",
        "interventions": "intervention",
        "steps": "step",
        "by_phase": "phase",
    },
    Therapy: {
        "phases": "phase",
        "gates": "gate",
        "stages": "stage",
        "modes": "mode",
        "between_sessions": "between",
        "states": "state",
    },
    Gate: {"criteria": "criterion"},
    Procedure: {"steps": "step", "regulators": "regulator"},
    Hierarchy: {"levels": "level"},
    Fidelity: {"concepts": "concept", "facts": "fact"},
    Diary: {"fields": "field"},
}
"""Where a TOML key differs from the field: one ``[[aim]]`` table is one of a module's aims."""

NOT_WRITTEN: Mapping[type, frozenset[str]] = {
    Module: frozenset({"file"}),
    Therapy: frozenset({"file"}),
    Clause: frozenset({"says"}),
    Criterion: frozenset({"says"}),
    Promise: frozenset({"says"}),
}
"""Fields that the loader fills and nobody writes."""

PLAIN = {str: "a text", int: "a whole number", bool: "true or false", date: "a date"}


@dataclass(frozen=True)
class ShapeReader:
    """Reads tables of one file; ``settings`` are the numbers that conditions may call by name."""

    file: TomlFile
    settings: Mapping[str, float]

    def read(self, shape: type[T], table: object, where: Where = (), **given: object) -> T:
        """A shape from a table. ``given`` fills fields that the file does not write."""
        if not isinstance(table, Mapping):
            raise self.file.error("must be a table", where)
        names = _names(cast(Any, shape))
        self._refuse_unknown(table, set(names), where)
        values = dict(given)
        for name, (written, kind) in names.items():
            if name in table:
                values[written.name] = self._value(kind, table[name], (*where, name))
            elif written.name not in given and _optional(kind, written):
                values[written.name] = None
            elif _required(written) and written.name not in given:
                raise self.file.error(f"'{name}' is missing", where)
        return shape(**values)

    def _refuse_unknown(self, table: Mapping[str, Any], names: set[str], where: Where) -> None:
        for key in table:
            if key not in names:
                says = f"'{key}' is not a word of this table{did_you_mean(key, names)}"
                raise self.file.error(says, (*where, key))

    def _value(self, kind: Any, value: object, where: Where) -> object:
        if get_origin(kind) is UnionType:
            kind = next(part for part in get_args(kind) if part is not type(None))
        if get_origin(kind) is tuple:
            return self._tuple(get_args(kind)[0], value, where)
        if kind is Condition:
            return self._condition(value, where)
        if isinstance(kind, type) and is_dataclass(kind):
            return self.read(kind, value, where)
        if issubclass(kind, Enum):
            return self._word(kind, value, where)
        return self._plain(kind, value, where)

    def _tuple(self, kind: Any, value: object, where: Where) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise self.file.error("must be a list", where)
        return tuple(self._value(kind, part, (*where, n)) for n, part in enumerate(value))

    def _condition(self, value: object, where: Where) -> Condition:
        try:
            return resolve_settings(read_condition(value), self.settings)
        except CatalogueError as error:
            raise self.file.error(error.says, where) from None

    def _word(self, kind: type[Enum], value: object, where: Where) -> Enum:
        words = [member.value for member in kind]
        if value not in words:
            hint = did_you_mean(str(value), set(words)) or f"; it is one of: {', '.join(words)}"
            raise self.file.error(f"'{value}' is not known here{hint}", where)
        return kind(value)

    def _plain(self, kind: type, value: object, where: Where) -> object:
        if kind is float and type(value) in {int, float}:
            return float(value)  # type: ignore[arg-type]
        if type(value) is not kind:
            wanted = PLAIN.get(kind, "a number")
            raise self.file.error(f"must be {wanted}", where)
        return value


def did_you_mean(word: str, known: set[str]) -> str:
    """A question that offers the nearest known word, or nothing when none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


@cache
def _names(shape: Any) -> Mapping[str, tuple[Field[Any], Any]]:
    """Each key that a table of this shape may have, with its field and its type."""
    hints = get_type_hints(shape)
    words = WORDS.get(shape, {})
    return {
        words.get(part.name, part.name): (part, hints[part.name])
        for part in fields(shape)
        if part.name not in NOT_WRITTEN.get(shape, frozenset())
    }


def _optional(kind: Any, part: Field[Any]) -> bool:
    return _required(part) and get_origin(kind) is UnionType


def _required(part: Field[Any]) -> bool:
    return part.default is MISSING and part.default_factory is MISSING
