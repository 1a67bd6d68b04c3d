"""One change of a card at a time: put on, take away, move. Urge and act go together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from openimt.deliver.card.card import Card, Row, Skill
from openimt.deliver.card.known import known


def with_rows(card: Card, rows: Iterable[Row]) -> Card:
    """The card with these rows, behind the last of their sort; what is there stays where it is."""
    found = card
    for row in rows:
        if row.id not in found.ids:
            found = replace(found, rows=_placed(found.rows, row))
    return found


def without(card: Card, row_id: str) -> Card:
    """The card without a row, and without the other side of it.

    >>> from openimt.deliver.card.starting import starting_card
    >>> card = without(starting_card("imt", None), "other_urge")
    >>> {"other_urge", "other_act"} & card.ids
    set()
    """
    about = {row.about for row in card.rows if row.id == row_id and row.part}
    rows = (row for row in card.rows if row.id != row_id and row.about not in about)
    return replace(card, rows=tuple(rows))


def together(base: Card, mine: Card, theirs: Card) -> Card:
    """Two cards that were both made from ``base``, as one: what either put on or took away.

    >>> from openimt.deliver.card.starting import starting_card
    >>> base = starting_card("imt", None)
    >>> mine, theirs = with_rows(base, [known().rows["sad"]]), without(base, "other_urge")
    >>> both = together(base, mine, theirs)
    >>> "sad" in both.ids, "other_urge" in both.ids
    (True, False)
    """
    there, wanted = {one.id for one in base.skills}, {one.id for one in mine.skills}
    rows = (row for row in theirs.rows if row.id in mine.ids or row.id not in base.ids)
    skills = [one for one in theirs.skills if one.id in wanted or one.id not in there]
    held = {one.id for one in theirs.skills} | there
    skills += [one for one in mine.skills if one.id not in held]
    added = (row for row in mine.rows if row.id not in base.ids)
    return with_rows(replace(theirs, rows=tuple(rows), skills=tuple(skills)), added)


def moved(card: Card, row_id: str, steps: int) -> Card:
    """The card with a row so many places further down, or up."""
    rows = list(card.rows)
    at = next((n for n, row in enumerate(rows) if row.id == row_id), None)
    if at is not None:
        rows.insert(max(0, at + steps), rows.pop(at))
    return replace(card, rows=tuple(rows))


def with_skill(card: Card, skill: Skill) -> Card:
    """The card with one more skill."""
    there = any(one.id == skill.id for one in card.skills)
    return card if there else replace(card, skills=(*card.skills, skill))


def without_skill(card: Card, skill_id: str) -> Card:
    """The card with one skill less."""
    return replace(card, skills=tuple(one for one in card.skills if one.id != skill_id))


def to_add(card: Card, earlier: Iterable[Card]) -> Iterator[tuple[Row, ...]]:
    """What can be put on it: what is known, and what was on an earlier card of the person's."""
    for pair in (*known().pairs(), *_own_pairs(earlier)):
        if not {row.id for row in pair} & card.ids:
            yield pair


def skills_to_add(card: Card, earlier: Iterable[Card]) -> Iterator[Skill]:
    """Skills that are known, or were on an earlier card, and are not on this one."""
    there = {skill.id for skill in card.skills}
    before = {skill.id: skill for old in earlier for skill in old.skills}
    for skill in {**known().skills, **before}.values():
        if skill.id not in there:
            yield skill


def _own_pairs(earlier: Iterable[Card]) -> Iterator[tuple[Row, ...]]:
    rows = {row.id: row for card in earlier for row in card.rows if row.own}
    for about in dict.fromkeys(row.about for row in rows.values()):
        yield tuple(row for row in rows.values() if row.about == about)


def _placed(rows: tuple[Row, ...], row: Row) -> tuple[Row, ...]:
    sort = (row.kind, row.part)
    last = max((n for n, one in enumerate(rows) if (one.kind, one.part) == sort), default=-1)
    at = last + 1 if last >= 0 else len(rows)
    return (*rows[:at], row, *rows[at:])
