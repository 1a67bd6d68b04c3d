"""What a story is made of. A title alone is always a whole entry; nothing has a scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from openimt.deliver.documents.document import Value


class Tone(StrEnum):
    """How the person calls it, if they call it anything; never worked out from their words."""

    UNSAID = ""
    GOOD = "good"
    TURNING = "turning"
    HARD = "hard"


@dataclass(frozen=True)
class LinePoint:
    """A title on the life-line, placed by a year, an age, or after another one.

    ``about``: when it was, in words. A hard one may have no title: it is a closed box then.
    """

    name: str
    title: str = ""
    year: int | None = None
    age: int | None = None
    about: str = ""
    after: str = ""
    tone: Tone = Tone.UNSAID


@dataclass(frozen=True)
class Chapter:
    """A stretch of life; ``span`` says from when to when in the person's own words."""

    name: str
    title: str = ""
    span: str = ""
    text: str = ""
    after: str = ""
    tone: Tone = Tone.UNSAID


@dataclass(frozen=True)
class Scene:
    """When, where and with whom; what happened, what one felt and did, and why it is told."""

    name: str
    title: str = ""
    when: str = ""
    where: str = ""
    who: str = ""
    happened: str = ""
    felt: str = ""
    did: str = ""
    why: str = ""
    tone: Tone = Tone.UNSAID


@dataclass(frozen=True)
class OwnValue:
    """Something that matters to the person, and how it shows."""

    name: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class NextChapter:
    """What could come next: a title, and what it would be about."""

    name: str
    title: str = ""
    text: str = ""


Told = LinePoint | Chapter | Scene | OwnValue | NextChapter
Shape = TypeVar("Shape", LinePoint, Chapter, Scene, OwnValue, NextChapter)

KINDS: Mapping[str, type[Told]] = {
    "line_point": LinePoint,
    "chapter": Chapter,
    "scene": Scene,
    "value": OwnValue,
    "next_chapter": NextChapter,
}
"""The shapes by the name under which they are kept."""


def told(shape: type[Shape], name: str, values: Mapping[str, Value]) -> Shape:
    """The entry that these values describe; what it has no place for is left aside.

    >>> told(Chapter, "a", {"title": "The lake", "span": None, "shared": True}).title
    'The lake'
    """
    fields = {field for field in shape.__dataclass_fields__ if field != "name"}
    given = {field: value for field, value in values.items() if field in fields and value}
    if "tone" in given:
        given["tone"] = Tone(str(given["tone"]))
    return shape(name, **given)  # type: ignore[arg-type]
