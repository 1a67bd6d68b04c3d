"""The card that a therapy starts with: the rows of its diary, in the patient's words."""

from openimt.catalogue.therapy_parts import Diary
from openimt.deliver.card.card import Card, Every, Row
from openimt.deliver.card.editing import SAFETY
from openimt.deliver.card.known import known

OTHER, NOTE = "other", "note"


def starting_card(therapy: str, diary: Diary | None) -> Card:
    """From the therapy's diary where it is one of every day, else from the rows of all.

    Whatever the diary has, what asks about safety is there, and room for a line. A row that has no
    words for patients is left to other pages.

    >>> card = starting_card("gpm", None)
    >>> "self_harm_urge" in card.ids, "self_harm_act" in card.ids
    (True, True)
    """
    daily = diary is not None and diary.every == Every.DAY.value
    ids = [field.id for field in diary.fields] if diary and daily else list(known().starts)
    there = [known().rows[one] for one in ids if one in known().rows]
    missing = [known().rows[one] for one in (*SAFETY, NOTE) if one not in ids]
    skills = known().first_skills.get(therapy, known().first_skills[OTHER])
    return Card(in_order((*there, *missing)), tuple(known().skills[one] for one in skills))


def in_order(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """As a card is read: feelings, urges, acts, then the rest, as each stood before."""
    return tuple(sorted(rows, key=_place))


def _place(row: Row) -> int:
    if row.every is Every.WEEK:
        return 4
    if row.part is not None:
        return 1 if row.part.value == "urge" else 2
    return 0 if row.kind.value == "0-5" else 3
