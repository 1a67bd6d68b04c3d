"""The last days of a diary as a table: blank as blank, urge and act apart, skills by family."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openimt.catalogue.therapy_parts import FieldKind, Part
from openimt.deliver.card.card import HELPED, USED, WHY_NONE, Card, Row, in_words
from openimt.deliver.card.editing import FOLLOW_UPS
from openimt.deliver.card.known import known
from openimt_clinic.components.numbers import said

LANGUAGE = "en"
FOLLOW_UP_SAYS = {
    "intent": "Might end their life in the next days",
    "ingestion": "Too many pills, or swallowed something harmful",
    "attempt": "Tried to end their life",
}


@dataclass(frozen=True)
class FilledDay:
    """A day: what was answered, on which card. ``later``: the day it was given, if another."""

    on: date
    values: Mapping[str, Any]
    card: Card
    later: date | None = None


@dataclass(frozen=True)
class TableRow:
    """One row over the days; an empty text is a blank. ``act``: something that was done."""

    says: str
    cells: tuple[str, ...]
    act: bool = False


@dataclass(frozen=True)
class Note:
    """Words of one day."""

    on: date
    says: str
    words: str


@dataclass(frozen=True)
class DiaryTable:
    """``urges`` and the rest in rows over the same ``days``; ``skills`` by family."""

    days: tuple[date, ...]
    filled: tuple[FilledDay | None, ...]
    groups: tuple[tuple[str, tuple[TableRow, ...]], ...]
    skills: tuple[tuple[str, tuple[TableRow, ...]], ...]
    why_none: tuple[Note, ...]
    notes: tuple[Note, ...]
    late: tuple[tuple[date, date], ...]

    @property
    def empty(self) -> bool:
        """Whether no day of these is filled."""
        return not any(self.filled)

    @property
    def until(self) -> date:
        """The last of the days."""
        return self.days[-1]

    @property
    def columns(self) -> int:
        """The days, and the column of names before them."""
        return len(self.days) + 1


def diary_table(days: Sequence[date], filled: Mapping[date, FilledDay]) -> DiaryTable:
    """The table of these days, from the rows of every card they were filled on."""
    there = [filled.get(day) for day in days]
    known_days = [day for day in there if day]
    rows = list({row.id: row for day in reversed(known_days) for row in day.card.rows}.values())
    return DiaryTable(
        days=tuple(days),
        filled=tuple(there),
        groups=tuple(_groups(rows, there)),
        skills=tuple(_skills(known_days, there)),
        why_none=tuple(_notes(known_days, WHY_NONE, "why no skill")),
        notes=tuple(
            note
            for row in rows
            if row.kind is FieldKind.TEXT
            for note in _notes(known_days, row.id, row.words(LANGUAGE))
        ),
        late=tuple((day.on, day.later) for day in known_days if day.later),
    )


def _groups(
    rows: Iterable[Row], days: Sequence[FilledDay | None]
) -> Iterator[tuple[str, tuple[TableRow, ...]]]:
    every = [row for row in rows if row.kind is not FieldKind.TEXT]
    sorts = (
        ("Urges, 0 to 5", [row for row in every if row.part is Part.URGE]),
        ("Acts", [row for row in every if row.part is Part.ACT]),
        ("Feelings, 0 to 5", [r for r in every if not r.part and r.kind is FieldKind.ZERO_TO_5]),
        ("The day", [r for r in every if not r.part and r.kind is not FieldKind.ZERO_TO_5]),
    )
    for name, mine in sorts:
        found = [_row(row, days) for row in mine]
        if name == "Acts":
            found += list(_follow_ups(days))
        if found:
            yield name, tuple(found)


def _row(row: Row, days: Sequence[FilledDay | None]) -> TableRow:
    says = row.own or row.words(LANGUAGE)
    return TableRow(says, tuple(_cell(row, day) for day in days), row.part is Part.ACT)


def _cell(row: Row, day: FilledDay | None) -> str:
    value = day.values.get(row.id) if day else None
    if value is None:
        return ""
    if row.kind is FieldKind.YES_NO:
        return "yes" if value else "no"
    if row.kind is FieldKind.CHOICE:
        return in_words(row.choices.get(str(value), {}), LANGUAGE) or str(value)
    return said(float(value))


def _follow_ups(days: Sequence[FilledDay | None]) -> Iterator[TableRow]:
    """What was asked after a worrying answer, where it was answered."""
    for item in FOLLOW_UPS:
        values = [day.values.get(item) if day else None for day in days]
        if any(value is not None for value in values):
            cells = tuple("" if v is None else "yes" if v else "no" for v in values)
            yield TableRow(FOLLOW_UP_SAYS[item], cells, act=True)


def _skills(
    known_days: Sequence[FilledDay], days: Sequence[FilledDay | None]
) -> Iterator[tuple[str, tuple[TableRow, ...]]]:
    """Skills that were used, by family, and how much each helped (0 to 7) where that is said."""
    skills = {skill.id: skill for day in known_days for skill in day.card.skills}
    used = {one for day in known_days for one in day.values.get(USED) or ()}
    for family in dict.fromkeys(skills[one].family for one in skills if one in used):
        mine = [s for s in skills.values() if s.id in used and s.family == family]
        yield (
            known().family(family, LANGUAGE),
            tuple(
                TableRow(s.words(LANGUAGE), tuple(_helped(s.id, day) for day in days)) for s in mine
            ),
        )


def _helped(skill_id: str, day: FilledDay | None) -> str:
    if day is None or skill_id not in (day.values.get(USED) or ()):
        return ""
    helped = day.values.get(f"{HELPED}{skill_id}")
    return "used" if helped is None else f"{said(float(helped))} of 7"


def _notes(days: Iterable[FilledDay], field: str, says: str) -> Iterator[Note]:
    for day in days:
        if words := day.values.get(field):
            yield Note(day.on, says, str(words))
