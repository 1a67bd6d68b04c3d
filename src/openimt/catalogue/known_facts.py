"""What is already known of an imagined person, and whether one more fact still fits.

Each subject (a target, a capacity, the events) keeps the room that the facts told so far leave.
A fact that leaves no room contradicts the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import ceil, inf
from typing import Protocol

from openimt.catalogue.condition import Condition
from openimt.terms import URGES, CommonState, Phase, Response, SafetyPlanState

YES_OR_NO = frozenset({"true", "false"})
_CHOICES: Mapping[str, frozenset[str]] = {
    "phase": frozenset(phase.value for phase in Phase),
    "safety_plan": frozenset(state.value for state in SafetyPlanState),
    "common": frozenset(state.value for state in CommonState),
}
_RANGES: Mapping[str, tuple[float, float]] = {"target": (0, 1), "module": (0, 4)}
_WHOLE = frozenset({"module", "attendance"})


class Room(Protocol):
    """What may still be true of one subject."""

    def told(self, condition: Condition, so: bool) -> "Room | None":
        """The room left when the condition holds (``so``) or does not; None when none is left."""


@dataclass(frozen=True)
class Facts:
    """Everything told so far, by subject; never contradicting itself.

    ``world`` is what holds for everybody, and is shared between many searches.
    """

    rooms: Mapping[str, Room] = field(default_factory=dict)
    world: Mapping[str, Room] = field(default_factory=dict)

    def told(self, condition: Condition, so: bool, about: str = "") -> "Facts | None":
        """These facts and one more, or None when it contradicts them. Takes no joins."""
        first: Facts | None = self
        if condition.asks == "fall" and not so:
            lately = replace(condition, asks="event", options=_window(condition))
            first = self.told(lately, True)
        if first is None:
            return None
        subject = _subject(condition, about)
        before = first.rooms.get(subject) or self.world.get(subject) or _fresh(condition)
        room = before.told(condition, so)
        return None if room is None else Facts({**first.rooms, subject: room}, self.world)


def world_without(conditions: Iterable[Condition]) -> Mapping[str, Room]:
    """A world in which none of these, each about a subject of its own, holds for anybody."""
    told = ((_subject(c, ""), _fresh(c).told(c, False)) for c in conditions)
    return {subject: room for subject, room in told if room is not None}


def _window(condition: Condition) -> tuple[tuple[str, float | str | bool], ...]:
    return (("within_weeks", condition.option("within_weeks", 8)),)


def _subject(c: Condition, about: str) -> str:
    """What the condition speaks of; two conditions can only contradict about one subject."""
    if c.asks in {"event", "safety_answer", "diagnosis", "phase", "safety_plan", "imminent_risk"}:
        return c.asks
    if c.asks == "wish":
        return f"wish {about}"
    if c.asks == "judgement":
        return f"judgement {c.of[0]} {c.option('role', '')}"
    if c.asks == "fall":
        return f"fall {c.of} {c.options}"
    if c.asks == "attendance":
        return f"attendance {c.of[0]} {c.option('of_last', 0)}"
    return f"{c.asks} {c.of[0]}"


def _fresh(c: Condition) -> Room:
    if c.asks in {"event", "safety_answer", "diagnosis"}:
        return Happened()
    if c.asks in _RANGES:
        return Range(*_RANGES[c.asks])
    if c.asks == "attendance":
        return Range(0, float(c.option("of_last", inf)))
    if c.asks == "measure":
        return Range(-inf, inf)
    return Choice(_CHOICES.get(c.asks, YES_OR_NO))


@dataclass(frozen=True)
class Choice:
    """One of a few words, such as the state of a safety plan or yes and no."""

    left: frozenset[str]

    def told(self, condition: Condition, so: bool) -> "Choice | None":
        """Those words that the condition leaves."""
        named = frozenset(_named(condition))
        left = self.left & named if so else self.left - named
        return Choice(left) if left else None


def _named(c: Condition) -> tuple[str, ...]:
    if c.asks == "common":
        return (str(c.option("state", CommonState.MET.value)),)
    if c.asks == "resource":
        return (str(bool(c.option("present", True))).lower(),)
    return c.of if c.asks in {"phase", "safety_plan", "wish", "imminent_risk"} else ("true",)


@dataclass(frozen=True)
class Range:
    """A number from ``low`` to ``high``; ``below`` True = high itself is not reached, and
    ``above`` True = low itself is not."""

    low: float
    high: float
    below: bool = False
    above: bool = False

    def told(self, condition: Condition, so: bool) -> "Range | None":
        """The part of the range that the condition leaves; a negated one has one bound only."""
        default = 1 if condition.asks == "module" else None
        least = condition.option("step", condition.option("at_least", default))
        most = condition.option("at_most")
        if condition.asks in _WHOLE:
            least = None if least is None else ceil(least)
            return (
                (self.starting(least) if so else self.up_to(least - 1))
                if least is not None
                else self
            )
        if so:
            lower = self if least is None else self.starting(least)
            return lower if lower is None or most is None else lower.up_to(most)
        return self.up_to(least, True) if least is not None else self.starting(most, True)

    def starting(self, least: float, above: bool = False) -> "Range | None":
        """What is left from ``least`` on, without it when ``above``."""
        if least < self.low or (least == self.low and not above):
            return self
        return _range(Range(least, self.high, self.below, above))

    def up_to(self, most: float, below: bool = False) -> "Range | None":
        """What is left up to ``most``, without it when ``below``."""
        if most > self.high or (most == self.high and not below):
            return self
        return _range(Range(self.low, most, below, self.above))


def _range(found: Range) -> Range | None:
    open_ended = found.below or found.above
    empty = found.low > found.high or (found.low == found.high and open_ended)
    return None if empty else found


@dataclass(frozen=True)
class Count:
    """At least ``least`` of any of these kinds in the last ``weeks`` with at least that value."""

    kinds: frozenset[str]
    weeks: float = inf
    value: float = -inf
    least: float = 1

    def covers(self, other: "Count") -> bool:
        """Whether whatever the other counts is counted here, too."""
        return self.weeks >= other.weeks and self.value <= other.value


@dataclass(frozen=True)
class Happened:
    """What did happen and what did not: events, worrying answers, diagnoses."""

    did: tuple[Count, ...] = ()
    did_not: tuple[Count, ...] = ()

    def told(self, condition: Condition, so: bool) -> "Happened | None":
        """One more of either; None when something would have to happen and not happen."""
        count = _count(condition)
        if so:
            told = Happened((*self.did, count), self.did_not)
        else:
            told = Happened(self.did, (*self.did_not, count))
        new = (count,) if so else told.did
        return told if all(told.can_happen(one) for one in new) else None

    def can_happen(self, count: Count) -> bool:
        """Whether some kind is left after everything that did not happen is taken away."""
        kinds = count.kinds
        if count.value > -inf:
            kinds = kinds & URGES if count.value <= 5 else frozenset()
        for none in self.did_not:
            if none.covers(count) and none.least <= 1:
                kinds = kinds - none.kinds
            elif none.covers(count) and none.least <= count.least and kinds <= none.kinds:
                return False
        return bool(kinds)


def _count(c: Condition) -> Count:
    kinds = frozenset(c.of)
    if c.asks == "safety_answer" and "any" in kinds:
        kinds = frozenset(response.value for response in Response)
    return Count(
        kinds,
        float(c.option("within_weeks", inf)),
        float(c.option("value_at_least", -inf)),
        float(c.option("at_least", 1)),
    )
