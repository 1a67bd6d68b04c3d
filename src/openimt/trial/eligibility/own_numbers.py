"""Somebody's own numbers in place of a definition's, and the definition in plain sentences."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openimt.errors import TrialError
from openimt.trial.eligibility.definition import BpdScale, Definition

Number = float | int | bool
BOUNDS: Mapping[str, tuple[float, float]] = {
    "courses_needed": (1, 5),
    "months": (1, 60),
    "share_of_sessions": (0.05, 1),
    "criteria_left": (1, 9),
}
"""From and to which number each can sensibly be; a scale's change lies within 0 to 1000 points."""
WHOLE = frozenset({"courses_needed", "criteria_left"})
YES_OR_NO = ("trained_therapist", "reason_needed")
SCALE = "scale."
OF_ONE_S_OWN = "With numbers of the clinic's own, in place of those of: "


def numbers_of(definition: Definition) -> dict[str, Number]:
    """Every number that can be changed, by name."""
    plain = {name: getattr(definition, name) for name in (*BOUNDS, *YES_OR_NO)}
    scales = {f"{SCALE}{one.id}": one.smallest_reliable for one in definition.scales.values()}
    return plain | scales


def with_numbers(definition: Definition, numbers: Mapping[str, Number]) -> Definition:
    """The definition with these numbers; what stays the same is left out of what is changed.

    A changed definition is not checked, whoever checked the other. Raises TrialError for a name
    that is not known or a number that cannot be meant.

    >>> from openimt.trial.eligibility import load
    >>> with_numbers(load(), {"months": 9}).months
    9
    """
    changed = differing(definition, numbers)
    if not changed:
        return definition
    plain: dict[str, Any] = {n: v for n, v in changed.items() if not n.startswith(SCALE)}
    source = OF_ONE_S_OWN + definition.source
    scales = {one.id: _scale(one, changed) for one in definition.scales.values()}
    return replace(definition, **plain, scales=scales, source=source, checked=False)


def differing(definition: Definition, numbers: Mapping[str, Number]) -> dict[str, Number]:
    """Those of the numbers that the definition has otherwise, each checked."""
    there = numbers_of(definition)
    for name, value in numbers.items():
        if name not in there:
            raise TrialError("is no number of this definition", field=name)
        _require_sense(name, value)
    return {name: value for name, value in numbers.items() if value != there[name]}


def meaning(definition: Definition) -> tuple[str, ...]:
    """What must all hold for a course to count, one sentence each."""
    tested = ", ".join(one.name for one in definition.therapies.values())
    scales = ", ".join(f"{s.name} {s.smallest_reliable:g}" for s in definition.scales.values())
    share = f"{definition.share_of_sessions:.0%}"
    left = f"{definition.criteria_left} or more criteria were still met at its end"
    told = [
        f"The therapy is tested for BPD: {tested}.",
        f"It lasted {definition.months:g} months, or {share} of its sessions were kept.",
        "The therapist was trained in it." if definition.trained_therapist else "",
        f"No scale of BPD was better by more than chance (points: {scales}), or {left}.",
        "It is written down what stood in the way." if definition.reason_needed else "",
        _courses(definition.courses_needed),
    ]
    return tuple(one for one in told if one)


def _courses(needed: int) -> str:
    return f"{needed} such {'course is' if needed == 1 else 'courses are'} asked for."


def _scale(one: BpdScale, changed: Mapping[str, Number]) -> BpdScale:
    own = changed.get(f"{SCALE}{one.id}")
    if own is None:
        return one
    return replace(one, smallest_reliable=float(own), source=OF_ONE_S_OWN + one.source,
                   checked=False)  # fmt: skip


def _require_sense(name: str, value: object) -> None:
    if (name in YES_OR_NO) is not isinstance(value, bool):
        raise TrialError("is of another kind than expected", field=name)
    if isinstance(value, bool):
        return
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise TrialError("is no number", field=name)
    low, high = BOUNDS.get(name, (0, 1000))
    if not low <= value <= high or value == 0 or (name in WHOLE and value != int(value)):
        kind = "a whole number" if name in WHOLE else "a number"
        raise TrialError(f"give {kind} from {low:g} to {high:g}", field=name)
