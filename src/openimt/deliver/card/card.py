"""The card of one person as frozen values: rows to answer, and skills to look for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from openimt.catalogue.therapy_parts import FieldKind, Part

Words = Mapping[str, str]
"""A short text by language."""

MATRIX = FieldKind.ZERO_TO_5
USED, HELPED, WHY_NONE, NONE = "skills_used", "helped_", "no_skill_why", "none"
"""Fields beside the rows: which skills, how each helped (0-7), why none; and the word for none."""

MOST_HELP = 7


class Every(StrEnum):
    """How often a row is asked."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Row:
    """One row. ``about`` and ``part``: the urge, or the act, of what. ``item``: the item of the
    diary's instrument that it answers. ``own``: words of the person's own, in place of ``says``.
    ``choices``: the words of each answer, of a choice alone.
    """

    id: str
    kind: FieldKind
    says: Words
    about: str = ""
    part: Part | None = None
    item: str = ""
    every: Every = Every.DAY
    own: str = ""
    choices: Mapping[str, Words] = field(default_factory=dict)

    def words(self, language: str) -> str:
        """What stands before the answers."""
        return self.own or in_words(self.says, language)

    @property
    def meaning(self) -> tuple[object, ...]:
        """What makes it this row: another meaning needs another id."""
        return (self.kind, self.about, self.part, self.item, self.own, tuple(self.choices))


@dataclass(frozen=True)
class Skill:
    """One skill to look for, and the family it belongs to."""

    id: str
    family: str
    says: Words
    own: str = ""

    def words(self, language: str) -> str:
        """The skill's name."""
        return self.own or in_words(self.says, language)


@dataclass(frozen=True)
class Card:
    """The rows in their order, and the skills in theirs; without skills nothing is asked of them.

    >>> from openimt.deliver.card.known import known
    >>> Card((known().rows["sad"],)).row("sad").words("de")
    'Traurig'
    """

    rows: tuple[Row, ...]
    skills: tuple[Skill, ...] = ()

    def row(self, row_id: str) -> Row:
        """The row of that id; raises KeyError when there is none."""
        return {row.id: row for row in self.rows}[row_id]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its rows."""
        return frozenset(row.id for row in self.rows)


def in_words(texts: Words, language: str) -> str:
    """The text in the language, else in English, else in whatever there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
