"""Reporting checklists (CONSORT 2025, SPIRIT 2025) filled from facts, with every gap marked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from openimt.trial.report.facts import Tree, fact, said

CONSORT = "consort-2025"
SPIRIT = "spirit-2025"


class Filled(StrEnum):
    """How far an item is answered."""

    YES = "answered"
    PARTLY = "partly"
    GAP = "gap"


@dataclass(frozen=True)
class ChecklistItem:
    """One item: its number, what it asks in our words, and what the facts answer."""

    number: str
    section: str
    topic: str
    asks: str
    state: Filled
    answer: str
    missing: tuple[str, ...]
    """Addresses of facts that are not there, such as ``registration.date``."""
    checked: bool
    """Whether number and topic were compared with the published table."""


@dataclass(frozen=True)
class Checklist:
    """A reporting guideline filled for one trial."""

    id: str
    title: str
    source: str
    items: tuple[ChecklistItem, ...]

    def count(self, state: Filled) -> int:
        """How many items are in this state."""
        return sum(item.state is state for item in self.items)


def fill(guideline: str, facts: Tree) -> Checklist:
    """The checklist of a guideline (``consort-2025`` or ``spirit-2025``) from a tree of facts.

    >>> filled = fill("consort-2025", {"trial": {"title": "A randomised trial of two therapies"}})
    >>> filled.items[0].state, filled.items[1].missing
    (<Filled.YES: 'answered'>, ('trial.abstract',))
    """
    data = _read(guideline)
    items = tuple(_item(entry, facts) for entry in data["item"])
    return Checklist(str(data["id"]), str(data["title"]), str(data["source"]), items)


def _read(guideline: str) -> dict[str, list[dict[str, object]]]:
    folder = resources.files("openimt.trial.report") / "checklists"
    return tomllib.loads((folder / f"{guideline}.toml").read_text(encoding="utf-8"))


def _item(entry: Mapping[str, object], facts: Tree) -> ChecklistItem:
    asked = tuple(str(address) for address in _listed(entry["from"]))
    found = {address: fact(facts, address) for address in asked}
    missing = tuple(address for address, value in found.items() if value is None)
    return ChecklistItem(
        number=str(entry["no"]),
        section=str(entry["section"]),
        topic=str(entry["topic"]),
        asks=str(entry["asks"]),
        state=_state(len(asked), len(missing)),
        answer="; ".join(said(value) for value in found.values() if value is not None),
        missing=missing,
        checked=entry["checked"] is True,
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _state(asked: int, missing: int) -> Filled:
    if missing == 0:
        return Filled.YES
    return Filled.GAP if missing == asked else Filled.PARTLY
