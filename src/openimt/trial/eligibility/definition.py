"""A definition of earlier treatment that did not help, read from TOML and checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from openimt.errors import TrialError

PACKAGED = Path(__file__).with_name("nonresponse.toml")


@dataclass(frozen=True)
class KnownTherapy:
    """A therapy that counts as tested for BPD, with the source that says so."""

    id: str
    name: str
    source: str
    checked: bool


@dataclass(frozen=True)
class BpdScale:
    """A scale of BPD and the smallest change on it that is more than chance, in its points."""

    id: str
    name: str
    smallest_reliable: float
    higher_is_better: bool
    source: str
    checked: bool


@dataclass(frozen=True)
class Definition:
    """When a course was adequate, when it did not help, and how many such courses are needed.

    ``disputed`` says why the very idea is disputed; whoever shows a verdict shows it, too.
    """

    id: str
    name: str
    source: str
    checked: bool
    disputed: str
    courses_needed: int
    reason_needed: bool
    months: float
    share_of_sessions: float
    trained_therapist: bool
    criteria_left: int
    therapies: Mapping[str, KnownTherapy]
    scales: Mapping[str, BpdScale]
    reasons: Mapping[str, str]


Shape = TypeVar("Shape", KnownTherapy, BpdScale)

KINDS: Mapping[str, type | tuple[type, ...]] = {
    "id": str,
    "name": str,
    "source": str,
    "checked": bool,
    "disputed": str,
    "courses_needed": int,
    "strict_courses_needed": int,
    "reason_needed": bool,
    "adequate": dict,
    "no_response": dict,
    "therapy": list,
    "scale": list,
    "reason": list,
}


def load(*, strict: bool = False) -> Definition:
    """The packaged definition; ``strict`` asks for two courses instead of one.

    >>> load().courses_needed, load(strict=True).courses_needed
    (1, 2)
    """
    return read_definition(PACKAGED, strict=strict)


def read_definition(path: Path, *, strict: bool = False) -> Definition:
    """The definition in a TOML file. What cannot be meant raises TrialError with its key."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TrialError("there is no such file", file=str(path)) from None
    except OSError as error:
        raise TrialError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TrialError(f"is not TOML: {error}", file=str(path)) from error
    try:
        return _definition(table, strict=strict)
    except TrialError as error:
        raise TrialError(error.says, file=str(path), field=error.field) from error


def _definition(table: Mapping[str, Any], *, strict: bool) -> Definition:
    for key in table:
        if key not in KINDS:
            raise TrialError(f"is not known; known: {', '.join(KINDS)}", field=key)
    words = {key: _need(table, key, kind) for key, kind in KINDS.items()}
    adequate, left = words["adequate"], words["no_response"]
    needed = "strict_courses_needed" if strict else "courses_needed"
    made = Definition(
        **{key: words[key] for key in ("id", "name", "source", "checked", "disputed")},
        courses_needed=words[needed],
        reason_needed=words["reason_needed"],
        months=_need(adequate, "months", (int, float)),
        share_of_sessions=_need(adequate, "share_of_sessions", (int, float)),
        trained_therapist=_need(adequate, "trained_therapist", bool),
        criteria_left=_need(left, "criteria_left", int),
        therapies={one["id"]: _made(KnownTherapy, one, "therapy") for one in words["therapy"]},
        scales={one["id"]: _made(BpdScale, one, "scale") for one in words["scale"]},
        reasons={one["id"]: _need(one, "says", str) for one in words["reason"]},
    )
    _check(made)
    return made


def _need(table: Mapping[str, Any], key: str, kind: type | tuple[type, ...]) -> Any:
    value = table.get(key)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TrialError("is missing or of another kind than expected", field=key)
    if isinstance(value, list) and not all(isinstance(one.get("id"), str) for one in value):
        raise TrialError("every entry needs an id", field=key)
    return value


def _made(shape: type[Shape], table: Mapping[str, Any], key: str) -> Shape:
    try:
        return shape(**table)
    except TypeError:
        wanted = ", ".join(field.name for field in fields(shape))
        raise TrialError(f"'{table['id']}' needs just these keys: {wanted}", field=key) from None


def _check(made: Definition) -> None:
    sound = {
        "courses_needed": made.courses_needed >= 1,
        "months": made.months > 0,
        "share_of_sessions": 0 < made.share_of_sessions <= 1,
        "criteria_left": 1 <= made.criteria_left <= 9,
        "disputed": bool(made.disputed.strip()),
        "therapy": bool(made.therapies),
        "scale": all(scale.smallest_reliable > 0 for scale in made.scales.values()),
        "reason": bool(made.reasons) or not made.reason_needed,
    }
    for key, holds in sound.items():
        if not holds:
            raise TrialError("has a value that cannot be meant", field=key)
