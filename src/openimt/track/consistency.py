"""Consistency: what was worked on against what the plan held on that day.

A deviation may be wise; it asks for a sentence. Written before the session it was explained,
written later it was told afterwards; nothing here blames, and only what was written down counts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openimt.track.alliance import alliance_numbers
from openimt.track.numbers import Numbers


class Match(StrEnum):
    """How a session went with the plan."""

    AS_PLANNED = "as_planned"
    EXPLAINED = "explained"
    TOLD_AFTER = "told_after"
    OPEN = "open"
    NO_WORK = "no_work"
    NO_PLAN = "no_plan"


MATCH_SAYS = {
    Match.AS_PLANNED: "as planned",
    Match.EXPLAINED: "otherwise, explained before",
    Match.TOLD_AFTER: "otherwise, told afterwards",
    Match.OPEN: "otherwise, not explained yet",
    Match.NO_WORK: "no module was written down",
    Match.NO_PLAN: "no plan was in force",
}
COUNTS = frozenset({Match.AS_PLANNED, Match.EXPLAINED, Match.TOLD_AFTER, Match.OPEN})
SEVERAL = 4
"""From so many sessions on it is asked why a module of the plan is never worked on."""
AGREES = frozenset({Match.AS_PLANNED, Match.EXPLAINED})


@dataclass(frozen=True)
class Held:
    """A session: the modules worked on, those the plan had opened by then (None = no plan), and
    the day on which a deviation from it was signed (None = there is none)."""

    on: date
    worked: tuple[str, ...]
    planned: Collection[str] | None
    explained_on: date | None = None

    @property
    def beside(self) -> tuple[str, ...]:
        """What was worked on and was not in the plan."""
        return tuple(m for m in self.worked if m not in (self.planned or ()))

    @property
    def match(self) -> Match:
        """How the session went with the plan."""
        if not self.worked:
            return Match.NO_WORK
        if self.planned is None:
            return Match.NO_PLAN
        if not self.beside:
            return Match.AS_PLANNED
        if self.explained_on is None:
            return Match.OPEN
        return Match.EXPLAINED if self.explained_on < self.on else Match.TOLD_AFTER


@dataclass(frozen=True)
class Consistency:
    """The last sessions, the newest first. ``share``: of those that tell, how many went as planned
    or were explained before, 0 to 1; None while none tells, or while more sessions say nothing of
    modules than say something. ``low``: the share asks for a look."""

    sessions: tuple[Held, ...]
    share: float | None
    low: bool

    @property
    def open(self) -> tuple[Held, ...]:
        """Sessions that went otherwise and wait for their sentence."""
        return tuple(one for one in self.sessions if one.match is Match.OPEN)

    @property
    def telling(self) -> int:
        """How many sessions say what was worked on while a plan was in force."""
        return sum(one.match in COUNTS for one in self.sessions)

    @property
    def unsaid(self) -> tuple[Held, ...]:
        """Sessions of which nobody wrote down a module although the plan held some."""
        return tuple(one for one in self.sessions if one.match is Match.NO_WORK and one.planned)

    @property
    def thin(self) -> bool:
        """Whether too little is written down to say how it went with the plan."""
        return len(self.unsaid) > self.telling

    @property
    def never(self) -> tuple[str, ...]:
        """Modules that the plan held in all of several sessions that tell, and none worked on."""
        told = [one for one in self.sessions if one.match in COUNTS]
        if len(told) < SEVERAL or self.thin:
            return ()
        held = set.intersection(*(set(one.planned or ()) for one in told))
        return tuple(sorted(m for m in held if not self.worked(m)))

    def planned(self, module: str) -> int:
        """At how many of the sessions the plan held the module."""
        return sum(module in (one.planned or ()) for one in self.sessions)

    def worked(self, module: str) -> int:
        """In how many of the sessions it was worked on."""
        return sum(module in one.worked for one in self.sessions)

    @property
    def modules(self) -> tuple[str, ...]:
        """Every module that was planned or worked on, those worked on most often first."""
        seen = {m for one in self.sessions for m in (*one.worked, *(one.planned or ()))}
        return tuple(sorted(seen, key=lambda m: (-self.worked(m), -self.planned(m), m)))


def consistency(sessions: Sequence[Held], given: Numbers | None = None) -> Consistency:
    """The last sessions beside the plan.

    >>> day = date(2026, 11, 9)
    >>> consistency([Held(day, ("r2",), {"r2", "r3"})]).share
    1.0
    """
    found = given or alliance_numbers()
    newest = sorted(sessions, key=lambda one: one.on, reverse=True)
    lately = tuple(newest[: found.whole("consistency.sessions")])
    telling = [one.match for one in lately if one.match in COUNTS]
    if Consistency(lately, None, low=False).thin:
        return Consistency(lately, None, low=False)
    share = sum(match in AGREES for match in telling) / len(telling) if telling else None
    return Consistency(lately, share, share is not None and share < found["consistency.share"])
