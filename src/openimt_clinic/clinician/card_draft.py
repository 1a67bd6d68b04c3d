"""A card while it is being changed: each button changes it a little; nothing is kept until agreed.

The draft travels in the page. Whatever comes back is read strictly and checked when it is agreed.
"""

import json
from collections.abc import Callable, Iterable, Mapping

from openimt.deliver.card.card import Card
from openimt.deliver.card.change import (
    moved,
    skills_to_add,
    to_add,
    with_rows,
    with_skill,
    without,
    without_skill,
)
from openimt.deliver.card.editing import own_skill, own_target
from openimt.deliver.card.written import card_from_json, card_to_json
from openimt.errors import DeliveryError

Sent = Mapping[str, str]


def draft_of(sent: Sent, card: Card) -> Card:
    """The draft in what was sent, else the card that holds."""
    try:
        return card_from_json(json.loads(sent["card"])) if sent.get("card") else card
    except (ValueError, RecursionError):
        raise DeliveryError("This is no diary card. Please open the page again.") from None


def draft_text(card: Card) -> str:
    """What the page carries."""
    return json.dumps(card_to_json(card), ensure_ascii=False)


def what_was_meant(sent: Sent) -> dict[str, str]:
    """Words that were typed and not added yet are added first: the return key presses the page's
    first button, which agrees on the card, and nothing that was typed is lost by it."""
    if sent.get("do") != "agree":
        return dict(sent)
    for name in ("target", "own_skill"):
        if sent.get(name, "").strip():
            return {**sent, "do": name}
    return dict(sent)


def changed(card: Card, sent: Sent, earlier: Iterable[Card]) -> Card:
    """The draft after the button that was pressed (``do``); raises DeliveryError in words."""
    do, _, about = sent.get("do", "").partition(":")
    before = list(earlier)
    acts: Mapping[str, Callable[[], Card]] = {
        "up": lambda: moved(card, about, -1),
        "down": lambda: moved(card, about, 1),
        "away": lambda: without(card, about),
        "skill_away": lambda: without_skill(card, about),
        "add": lambda: _with_row(card, sent.get("row", ""), before),
        "add_skill": lambda: _with_skill(card, sent.get("skill", ""), before),
        "target": lambda: with_rows(card, own_target(sent.get("target", ""), _rows(card, before))),
        "own_skill": lambda: with_skill(
            card, own_skill(sent.get("own_skill", ""), _skills(card, before))
        ),
    }
    return acts[do]() if do in acts else card


def _with_row(card: Card, row_id: str, before: list[Card]) -> Card:
    found = next((p for p in to_add(card, before) if row_id in {row.id for row in p}), ())
    return with_rows(card, found)


def _with_skill(card: Card, skill_id: str, before: list[Card]) -> Card:
    found = next((s for s in skills_to_add(card, before) if s.id == skill_id), None)
    return with_skill(card, found) if found else card


def _rows(card: Card, before: list[Card]) -> set[str]:
    return {row.id for one in (card, *before) for row in one.rows}


def _skills(card: Card, before: list[Card]) -> set[str]:
    return {skill.id for one in (card, *before) for skill in one.skills}
