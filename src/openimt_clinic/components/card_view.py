"""A person's card as a page shows it: rows with their answers, and what was given before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from openimt.assess.instrument import Instrument
from openimt.assess.library import load
from openimt.catalogue.therapy_parts import FieldKind, Part
from openimt.deliver.card.answers import HIGHEST
from openimt.deliver.card.card import (
    HELPED,
    MATRIX,
    MOST_HELP,
    NONE,
    USED,
    WHY_NONE,
    Card,
    Every,
    Row,
    in_words,
)
from openimt.deliver.card.editing import FOLLOW_UPS
from openimt.deliver.card.known import known
from openimt_clinic.actions.phone.kinds.diary import INSTRUMENT
from openimt_clinic.components.numbers import said
from openimt_clinic.components.questions import Choice, in_language, is_asked, response_to

Values = Mapping[str, Any]


@dataclass(frozen=True)
class RowView:
    """One row. ``choices`` are its answers; without them it is typed, as ``typed`` stands there.

    ``asked_after``: what opens it, as ``item:least`` words; ``open``: it is asked now.
    ``earlier``: it is on the card no more, and was answered on an earlier one.
    """

    id: str
    says: str
    choices: tuple[Choice, ...] = ()
    typed: str = ""
    asked_after: str = ""
    open: bool = True
    own: bool = False
    earlier: bool = False


@dataclass(frozen=True)
class SkillView:
    """A skill to tick, and how much it helped."""

    id: str
    says: str
    used: bool
    field: str
    helped: tuple[Choice, ...]


@dataclass(frozen=True)
class CardView:
    """``matrix``: rows from 0 to 5. ``acts``: what was done, yes or no. ``after``: what is asked
    after a worrying answer. ``day``: the rest of the day. ``notes``: in words."""

    matrix: tuple[RowView, ...]
    acts: tuple[RowView, ...]
    after: tuple[RowView, ...]
    day: tuple[RowView, ...]
    hours: tuple[RowView, ...]
    notes: tuple[RowView, ...]
    families: tuple[tuple[str, tuple[SkillView, ...]], ...]
    none_used: bool
    why_none: str

    @property
    def after_open(self) -> bool:
        """Whether one of the questions after is asked now."""
        return any(row.open for row in self.after)


def card_view(
    card: Card,
    values: Values,
    language: str,
    *,
    weekly: bool = True,
    earlier: frozenset[str] = frozenset(),
) -> CardView:
    """The card with what was given. ``weekly`` False: rows of each week are not asked now.

    ``earlier``: the rows that are there only for an answer given on an earlier card.
    """
    instrument = load(INSTRUMENT)
    rows = [row for row in card.rows if weekly or row.every is Every.DAY or row.id in earlier]
    views = {
        row.id: replace(_row(row, instrument, values, language), earlier=row.id in earlier)
        for row in rows
    }

    def of(kind: FieldKind, *, acts: bool = False) -> tuple[RowView, ...]:
        return tuple(views[r.id] for r in rows if r.kind is kind and (r.part is Part.ACT) is acts)

    used = values.get(USED) or ()
    return CardView(
        matrix=of(MATRIX),
        acts=of(FieldKind.YES_NO, acts=True),
        after=tuple(_after(instrument, values, language)),
        day=(*of(FieldKind.YES_NO), *of(FieldKind.CHOICE), *of(FieldKind.ZERO_TO_7)),
        hours=of(FieldKind.HOURS),
        notes=of(FieldKind.TEXT),
        families=tuple(_families(card, values, language)),
        none_used=NONE in used,
        why_none=str(values.get(WHY_NONE) or ""),
    )


def _row(row: Row, instrument: Instrument, values: Values, language: str) -> RowView:
    value, says = values.get(row.id), row.words(language)
    if row.kind in {FieldKind.TEXT, FieldKind.HOURS}:
        typed = "" if value is None else value if isinstance(value, str) else said(float(value))
        return RowView(row.id, says, typed=typed, own=bool(row.own))
    if row.kind is FieldKind.CHOICE:
        words = {name: in_words(texts, language) for name, texts in row.choices.items()}
        picked = tuple(Choice(name, text, name == value, "") for name, text in words.items())
        return RowView(row.id, says, picked)
    item = row.item or ""
    return RowView(row.id, says, _numbers(row.kind, value, item, instrument), own=bool(row.own))


def _numbers(kind: FieldKind, value: Any, item: str, instrument: Instrument) -> tuple[Choice, ...]:
    labels = yes_no() if kind is FieldKind.YES_NO else [str(n) for n in range(HIGHEST[kind] + 1)]
    return tuple(
        Choice(str(n), label, value == n, response_to(instrument, item, n) if item else "")
        for n, label in enumerate(labels)
    )


def yes_no() -> list[str]:
    """The two answers, in their order."""
    return [_("No"), _("Yes")]


def _after(instrument: Instrument, values: Values, language: str) -> Iterable[RowView]:
    for item_id in FOLLOW_UPS:
        item = instrument.item(item_id)
        value = values.get(item_id)
        yield RowView(
            item_id,
            in_language(item.says, language),
            _numbers(FieldKind.YES_NO, value, item_id, instrument),
            asked_after=" ".join(f"{other}:{least:g}" for other, least in item.ask_if),
            open=is_asked(item, _numbers_of(values)) or value is not None,
        )


def _numbers_of(values: Values) -> dict[str, float | None]:
    return {k: v for k, v in values.items() if v is None or isinstance(v, int | float)}


def _families(
    card: Card, values: Values, language: str
) -> Iterable[tuple[str, tuple[SkillView, ...]]]:
    used = values.get(USED) or ()
    for family in dict.fromkeys(skill.family for skill in card.skills):
        mine = (skill for skill in card.skills if skill.family == family)
        yield (
            known().family(family, language),
            tuple(
                SkillView(
                    skill.id,
                    skill.words(language),
                    skill.id in used,
                    f"{HELPED}{skill.id}",
                    _helped(values.get(f"{HELPED}{skill.id}")),
                )
                for skill in mine
            ),
        )


def _helped(value: Any) -> tuple[Choice, ...]:
    return tuple(Choice(str(n), str(n), value == n, "") for n in range(MOST_HELP + 1))
