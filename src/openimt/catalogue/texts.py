"""Every text of a module or therapy: where it stands, who meets it, and how long it may be."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Any

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Module, PatientPage
from openimt.catalogue.shape_reader import WORDS
from openimt.catalogue.therapy import PhaseInTherapy, Therapy
from openimt.catalogue.toml_file import Where


class Meets(StrEnum):
    """Who meets a text: staff reads it, a therapist says it to a patient, or a patient reads it."""

    STAFF = "staff"
    SPOKEN = "spoken"
    PATIENT = "patient"


@dataclass(frozen=True)
class Text:
    """One text, its place in the file, its shape and key (``Intervention.do``), and its reader."""

    where: Where
    key: str
    says: str
    meets: Meets = Meets.STAFF
    language: str = "en"


NO_TEXT = frozenset(
    {"id", "file", "status", "target", "targets", "language", "measure", "source", "override"}
    | {"track", "references", "systems", "competences", "core_modules", "modules", "numbers"}
    | {"early_modules"}
    | {"instrument", "item", "stage", "step_back_to", "module", "common", "resources", "about"}
    | {"change_of", "allows", "near", "past", "by", "review", "Level.diary"}
    | {"Clause.says", "Criterion.says"}
)
"""Keys, or keys of one shape, that hold ids and names of other things, or that rules say of
themselves, and no texts."""


def texts(one: Module | Therapy) -> Iterator[Text]:
    """Every text that somebody wrote into a module or therapy, in the order of its shape."""
    return _texts(one, ())


def _texts(one: Any, where: Where) -> Iterator[Text]:
    shape: Any = type(one)
    for name, word, key in _parts(shape):
        yield from _of(getattr(one, name), (*where, word), key, one)


@cache
def _parts(shape: type) -> tuple[tuple[str, str, str], ...]:
    """The keys of a shape that can hold texts: field, word in the file, and shape and key."""
    words = WORDS.get(shape, {})
    named = ((part.name, f"{shape.__name__}.{part.name}") for part in fields(shape))
    return tuple(
        (name, words.get(name, name), key) for name, key in named if not {name, key} & NO_TEXT
    )


def _of(value: object, where: Where, key: str, holder: object) -> Iterator[Text]:
    if isinstance(value, str):
        if value and not isinstance(value, Enum):
            yield Text(where, key, value, *_reader(key, holder))
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from _of(inner, (*where, n), key, holder)
    elif is_dataclass(value) and not isinstance(value, Condition):
        yield from _texts(value, where)


def _reader(key: str, holder: object) -> tuple[Meets, str]:
    if isinstance(holder, PatientPage):
        return Meets.PATIENT, holder.language
    if isinstance(holder, PhaseInTherapy) and ".patient_" in key:
        return Meets.PATIENT, "de" if key.endswith("_de") else "en"
    if key.endswith("sounds_like"):
        return Meets.SPOKEN, "en"
    return Meets.STAFF, "en"
