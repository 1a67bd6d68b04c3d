"""The days of a diary, looked at together: what was noted, and what stayed blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openimt.catalogue.therapy_parts import Diary, DiaryField, Part
from openimt.formulate.say import day_says
from openimt.terms import EventKind

FACT_OF: Mapping[tuple[str, Part], EventKind] = {
    ("suicide", Part.URGE): EventKind.SUICIDAL_URGE,
    ("suicide", Part.ACT): EventKind.SUICIDE_ATTEMPT,
    ("self_harm", Part.URGE): EventKind.SELF_HARM_URGE,
    ("self_harm", Part.ACT): EventKind.SELF_HARM_ACT,
}
"""Which dated fact a field of a diary tells of, so that it is said once."""


@dataclass(frozen=True)
class DiaryDay:
    """One filled day: item of the diary's instrument to what was answered; None = left blank."""

    on: date
    values: Mapping[str, float | None]


@dataclass(frozen=True)
class Noted:
    """What a field of the diary puts on the agenda. ``tells``: the facts it has said already."""

    field: DiaryField
    says: str
    tells: frozenset[tuple[EventKind, date]] = frozenset()


def filled_says(diary: Diary, days: Sequence[DiaryDay], span: int) -> str:
    """How many of the last days are filled; a blank one is said as blank, never as zero."""
    filled = len({day.on for day in days})
    if not filled:
        return f"None of the last {span} days is filled. {diary.blank_says}"
    if filled >= span:
        return f"All of the last {span} days are filled."
    are = "is" if filled == 1 else "are"
    return f"{filled} of the last {span} days {are} filled. {diary.blank_says}"


def noted(field: DiaryField, days: Sequence[DiaryDay], strong: float) -> Noted | None:
    """The field as a matter: an act that was noted, or an urge of at least ``strong``."""
    found = [(d.on, v) for d in days if (v := d.values.get(field.item)) is not None]
    if field.part is Part.ACT:
        hits = [on for on, value in found if value > 0]
        says = f"{field.says}: {', '.join(map(day_says, sorted(hits)))}"
    elif field.part is Part.URGE:
        hits = [on for on, value in found if value >= strong]
        top = max((value, on) for on, value in found) if hits else (0.0, date.min)
        says = f"{field.says}: up to {top[0]:g} of 5, on {day_says(top[1])}"
    else:
        return None
    kind = FACT_OF.get((field.about, field.part))
    tells = frozenset((kind, on) for on, _ in found) if kind else frozenset()
    return Noted(field, says, tells) if hits else None
