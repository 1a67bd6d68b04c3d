"""The shapes: a pause card, a rehearsal, a moment, and what a later look found."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class TurnedOut(StrEnum):
    """What it turned out to be, said by the person; *as I thought* is as good as any other."""

    AS_THOUGHT = "confirmed"
    PARTLY = "partly"
    OTHER = "other"
    NOT_KNOWN = "unknown"


class Conflict(StrEnum):
    """Whether it came to a conflict."""

    AVOIDED = "avoided"
    CAME = "came"
    NONE_NEAR = "none"


@dataclass(frozen=True)
class Told:
    """What the person says about strength (0 to 10) and safety. None is not known, never zero.

    ``acts``: whether any of act, intent, plan, access, ingestion or attempt was answered yes.
    """

    strength: float | None = None
    suicidal_urge: float | None = None
    self_harm_urge: float | None = None
    acts: bool = False


@dataclass(frozen=True)
class LaterLook:
    """Hours later: how strong it still is. A day later: what it turned out to be."""

    strength: float | None = None
    conflict: Conflict | None = None
    turned_out: TurnedOut | None = None
    known_how: str = ""


@dataclass(frozen=True)
class Pause:
    """Before a reply: what was said or done, what it seems to mean, how sure (0 to 100)."""

    at: datetime
    said: str = ""
    meaning: str = ""
    sure: float | None = None
    strength: float | None = None
    chose: str = ""
    later: LaterLook = field(default_factory=LaterLook)


@dataclass(frozen=True)
class Rehearsal:
    """Ahead of a feared meeting, and how it was in fact."""

    at: datetime
    who: str = ""
    fear: str = ""
    wish: str = ""
    first_words: str = ""
    if_hard: str = ""
    strength: float | None = None
    happened: str = ""
    strength_after: float | None = None
    learned: str = ""


@dataclass(frozen=True)
class Felt:
    """A feeling by its word, and how strong it was (0 to 10)."""

    word: str
    strength: float | None = None


@dataclass(frozen=True)
class Moment:
    """A painful scene. ``at``: when it was noted; ``happened``: when it was, if said.

    ``meaning``: what the person took it to mean, with how sure before and after looking at other
    ways to see it. ``threat``: whether there was threat, force or violence.
    """

    at: datetime
    told: Told = field(default_factory=Told)
    happened: datetime | None = None
    when: str = ""
    place: str = ""
    who: str = ""
    scene: str = ""
    wish: str = ""
    meaning: str = ""
    sure: float | None = None
    feelings: tuple[Felt, ...] = ()
    body: tuple[str, ...] = ()
    did: str = ""
    came: str = ""
    reminds: bool | None = None
    threat: bool | None = None
    others: tuple[str, ...] = ()
    sure_now: float | None = None
    find_out: str = ""
    later: LaterLook = field(default_factory=LaterLook)
