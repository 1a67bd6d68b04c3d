"""The rows and skills that a card can be made of, read once from ``rows.toml``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from openimt.catalogue.therapy_parts import FieldKind, Part
from openimt.deliver.card.card import Every, Row, Skill, Words, in_words

FILE = Path(__file__).parent / "rows.toml"


@dataclass(frozen=True)
class Known:
    """Rows and skills by id, in the order in which they stand in a list; families by id."""

    rows: Mapping[str, Row]
    skills: Mapping[str, Skill]
    families: Mapping[str, Words]
    starts: tuple[str, ...]
    first_skills: Mapping[str, tuple[str, ...]]

    def family(self, family: str, language: str) -> str:
        """What the family is called; one that nobody knows by its id."""
        return in_words(self.families.get(family, {}), language) or family

    def pairs(self) -> Iterator[tuple[Row, ...]]:
        """What can be put on a card, urge and act together, each row else by itself."""
        met: set[str] = set()
        for row in self.rows.values():
            if row.id not in met:
                both = tuple(r for r in self.rows.values() if r.part and r.about == row.about)
                found = both if row.part else (row,)
                met |= {r.id for r in found}
                yield found


@cache
def known() -> Known:
    """Everything that a card can be made of beside a person's own words."""
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Known(
        {row["id"]: _row(row) for row in data["row"]},
        {one["id"]: Skill(one["id"], one["family"], one["says"]) for one in data["skill"]},
        dict(data["family"]),
        tuple(data["starts"]),
        {therapy: tuple(ids) for therapy, ids in data["first_skills"].items()},
    )


def _row(data: Mapping[str, Any]) -> Row:
    return Row(
        id=data["id"],
        kind=FieldKind(data["kind"]),
        says=data["says"],
        about=data.get("about", ""),
        part=Part(data["part"]) if "part" in data else None,
        item=data.get("item", ""),
        every=Every(data.get("every", "day")),
        choices=data.get("choices", {}),
    )
