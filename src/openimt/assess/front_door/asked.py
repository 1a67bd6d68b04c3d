"""What ``front_door.toml`` holds, read once: the questions, the names, and the numbers."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from openimt.catalogue.signed import signed_value
from openimt.errors import CatalogueError

FILE = "front_door.toml"
GROUPS = ("safety", "first", "wants")


@dataclass(frozen=True)
class Question:
    """One question of the screening; ``first``: a yes to it comes before everything else."""

    id: str
    group: str
    says: str
    source: str
    checked: bool
    hint: str = ""
    first: bool = False


@dataclass(frozen=True)
class Named:
    """A word of ICD-11 with its code."""

    id: str
    code: str
    says: str


@dataclass(frozen=True)
class FrontDoor:
    """``age``: from which people are taken in. ``check_in_days``: so often somebody who waits is
    heard. ``criteria``: our names of the nine; ``needed`` of them make the pattern."""

    age: int
    check_in_days: int
    questions: tuple[Question, ...]
    needed: int
    criteria: tuple[str, ...]
    severities: tuple[Named, ...]
    traits: tuple[Named, ...]

    def in_group(self, group: str) -> tuple[Question, ...]:
        """The questions of one group, in their order."""
        return tuple(one for one in self.questions if one.group == group)


def packaged() -> str:
    """The file as it stands."""
    return files("openimt.assess.front_door").joinpath(FILE).read_text(encoding="utf-8")


@cache
def front_door() -> FrontDoor:
    """The packaged one.

    >>> front_door().age, front_door().needed, len(front_door().criteria)
    (18, 5, 9)
    """
    return read_front_door(packaged())


def read_front_door(text: str) -> FrontDoor:
    """What a TOML text asks. A number or question without a source raises CatalogueError."""
    rows = tomllib.loads(text)
    questions = tuple(_question(row) for row in rows.get("question", ()))
    if len({one.id for one in questions}) != len(questions):
        raise CatalogueError("two questions have one id", file=FILE, field="question")
    if not any(one.first for one in questions):
        raise CatalogueError("no question asks for danger first", file=FILE, field="question")
    return FrontDoor(
        age=int(signed_value(rows, "adult", "age", FILE)),
        check_in_days=int(signed_value(rows, "waiting", "check_in_days", FILE)),
        questions=questions,
        needed=int(signed_value(rows, "dsm", "needed", FILE)),
        criteria=tuple(rows.get("dsm", {}).get("names", ())),
        severities=tuple(Named(**row) for row in rows.get("severity", ())),
        traits=tuple(Named(**row) for row in rows.get("trait", ())),
    )


def _question(row: Mapping[str, Any]) -> Question:
    missing = {"id", "group", "says", "source", "checked"} - row.keys()
    if missing:
        raise CatalogueError(f"a question needs '{min(missing)}'", file=FILE, field="question")
    if row["group"] not in GROUPS:
        raise CatalogueError(f"'{row['group']}' is no group of questions", file=FILE)
    return Question(**row)
