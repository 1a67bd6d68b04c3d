"""The days of a diary, looked at together: what was noted, and what stayed blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openimt.catalogue.therapy_parts import Diary, DiaryField, FieldKind, Part
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
    """One filled day: item, or row of the card, to what was answered; None = left blank.

    ``own``: rows of the person's card beyond the therapy's diary. ``skills``: which were used, and
    how much each helped (0 to 7; None = not said). ``why_none``: in words, why none was.
    """

    on: date
    values: Mapping[str, float | None]
    own: tuple[DiaryField, ...] = ()
    skills: tuple[tuple[str, float | None], ...] = ()
    why_none: str = ""


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
    name = field.item or field.id
    found = [(d.on, v) for d in days if (v := d.values.get(name)) is not None]
    if field.part is Part.ACT:
        hits = [on for on, value in found if value > 0]
        says = f"{field.says}: {', '.join(map(day_says, sorted(hits)))}"
    elif field.part is Part.URGE or field.kind is FieldKind.ZERO_TO_5:
        hits = [on for on, value in found if value >= strong]
        top = max((value, on) for on, value in found) if hits else (0.0, date.min)
        says = f"{field.says}: up to {top[0]:g} of 5, on {day_says(top[1])}"
    else:
        return None
    kind = FACT_OF.get((field.about, field.part)) if field.part else None
    tells = frozenset((kind, on) for on, _ in found) if kind else frozenset()
    return Noted(field, says, tells) if hits else None


def own_fields(days: Sequence[DiaryDay]) -> tuple[DiaryField, ...]:
    """The rows of the person's own that the days know, each once."""
    return tuple({field.id: field for day in days for field in day.own}.values())


def skills_say(days: Sequence[DiaryDay]) -> tuple[str, ...]:
    """What was used on which day and how it helped; why none was, in the person's words."""
    return tuple(says for day in days if (says := _of_day(day)))


def _of_day(day: DiaryDay) -> str:
    used = ", ".join(
        name if helped is None else f"{name} (helped {helped:g} of 7)"
        for name, helped in day.skills
    )
    if used:
        return f"{day_says(day.on)}: {used}"
    return f"{day_says(day.on)}: no skill, “{day.why_none}”" if day.why_none else ""
