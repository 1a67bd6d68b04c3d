"""A card as JSON, and back: a kept card stays as it was agreed, whatever becomes of the lists."""

from collections.abc import Mapping
from typing import Any

from openimt.catalogue.therapy_parts import FieldKind, Part
from openimt.deliver.card.card import Card, Every, Row, Skill
from openimt.errors import DeliveryError


def card_to_json(card: Card) -> dict[str, Any]:
    """What a record keeps.

    >>> from openimt.deliver.card.starting import starting_card
    >>> card = starting_card("dbt", None)
    >>> card_from_json(card_to_json(card)) == card
    True
    """
    return {"rows": list(map(_row_out, card.rows)), "skills": list(map(_skill_out, card.skills))}


def card_from_json(kept: Any) -> Card:
    """The card that was kept; raises DeliveryError for what is none."""
    try:
        return Card(
            tuple(map(_row_in, kept["rows"])), tuple(map(_skill_in, kept.get("skills", ())))
        )
    except (KeyError, TypeError, ValueError, AttributeError) as slip:
        raise DeliveryError("This is no diary card.") from slip


def _row_out(row: Row) -> dict[str, Any]:
    given = {
        "about": row.about,
        "part": row.part.value if row.part else "",
        "item": row.item,
        "own": row.own,
        "every": row.every.value,
        # A list: not everything that keeps an object keeps the order in it.
        "choices": [[name, dict(words)] for name, words in row.choices.items()],
    }
    plain = {"id": row.id, "kind": row.kind.value, "says": dict(row.says)}
    return plain | {name: value for name, value in given.items() if value}


def _row_in(row: Mapping[str, Any]) -> Row:
    return Row(
        id=str(row["id"]),
        kind=FieldKind(row["kind"]),
        says=dict(row["says"]),
        about=row.get("about", ""),
        part=Part(row["part"]) if row.get("part") else None,
        item=row.get("item", ""),
        every=Every(row.get("every", Every.DAY.value)),
        own=row.get("own", ""),
        choices={name: dict(words) for name, words in row.get("choices", ())},
    )


def _skill_out(skill: Skill) -> dict[str, Any]:
    plain = {"id": skill.id, "family": skill.family, "says": dict(skill.says)}
    return plain | ({"own": skill.own} if skill.own else {})


def _skill_in(skill: Mapping[str, Any]) -> Skill:
    return Skill(str(skill["id"]), skill["family"], dict(skill["says"]), skill.get("own", ""))
