"""The chain of one act as frozen values, and what is still missing before it is of use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openimt.deliver.documents.document import Value

NEVER_A_PUNISHMENT = (
    "A chain is curiosity about how one thing led to the next. It is never a punishment, never a "
    "condition for care, and can wait until danger is settled."
)


class LinkSort(StrEnum):
    """What a link is."""

    THOUGHT = "thought"
    EMOTION = "emotion"
    BODY = "body"
    URGE = "urge"
    ACT = "act"
    EVENT = "event"


@dataclass(frozen=True)
class Link:
    """One link. ``solution``: what could be done there next time; empty while nobody has one."""

    sort: LinkSort | None
    says: str
    solution: str = ""


@dataclass(frozen=True)
class Consequences:
    """What followed: at once and later, for the person and for others."""

    short_self: str = ""
    short_others: str = ""
    long_self: str = ""
    long_others: str = ""

    @property
    def said(self) -> bool:
        """Whether anything is said of what followed."""
        return any((self.short_self, self.short_others, self.long_self, self.long_others))


@dataclass(frozen=True)
class Chain:
    """One act: what exactly, when, how strong (0 to 10, None = not said); what made the person
    vulnerable, what prompted it, the links in their order, what followed, and what was agreed."""

    act: str = ""
    on: date | None = None
    at: str = ""
    strength: float | None = None
    vulnerable: str = ""
    prompt: str = ""
    links: tuple[Link, ...] = ()
    after: Consequences = Consequences()
    prevention: str = ""
    repair: str = ""
    commitment: str = ""

    @property
    def open_links(self) -> tuple[Link, ...]:
        """Links that nobody has a solution for yet."""
        return tuple(link for link in self.links if not link.solution)


def chain_of(values: Mapping[str, Value]) -> Chain:
    """The chain in what was written, field by field; links are rows of sort, words, solution.

    >>> chain_of({"act": "cut the arm", "links": (("thought", "I am a burden", None),)}).open_links
    (Link(sort=<LinkSort.THOUGHT: 'thought'>, says='I am a burden', solution=''),)
    """
    strength = values.get("strength")
    return Chain(
        act=_text(values, "act"),
        on=date.fromisoformat(when) if (when := _text(values, "on")) else None,
        at=_text(values, "at"),
        strength=float(strength) if isinstance(strength, int | float) else None,
        vulnerable=_text(values, "vulnerable"),
        prompt=_text(values, "prompt"),
        links=tuple(_links(values.get("links"))),
        after=Consequences(*(_text(values, name) for name in AFTER)),
        prevention=_text(values, "prevention"),
        repair=_text(values, "repair"),
        commitment=_text(values, "commitment"),
    )


AFTER = ("short_self", "short_others", "long_self", "long_others")
"""The fields of what followed, in the order of ``Consequences``."""


def unfinished(chain: Chain) -> tuple[str, ...]:
    """What is missing, one sentence each, in the order in which it is asked; empty = finished.

    A chain without its prompt or without a solution for any link is unfinished. It can be kept and
    signed as it is: sometimes that is as far as two people get.
    """
    return tuple(_missing(chain))


def _missing(chain: Chain) -> Iterator[str]:
    if not chain.act:
        yield "Which act it was is not said: what exactly was done?"
    if chain.on is None:
        yield "The day is not said."
    if not chain.prompt:
        yield "There is no prompting event: what happened just before things turned?"
    if not chain.links:
        yield "There are no links between the prompt and the act."
    elif len(chain.open_links) == len(chain.links):
        yield "No link has a solution yet: where could something else have been done?"
    if not chain.after.said:
        yield "What followed is not said: what did it change, for whom?"
    if not chain.commitment:
        yield "Nothing is agreed for next time yet."


def _links(value: Value) -> Iterator[Link]:
    for row in value if isinstance(value, tuple | list) else ():
        sort, says, solution = (*_cells(row), None, None, None)[:3]
        if says or solution or sort:
            yield Link(LinkSort(str(sort)) if sort else None, str(says or ""), str(solution or ""))


def _cells(row: Value) -> tuple[Value, ...]:
    return tuple(row) if isinstance(row, tuple | list) else ()


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
