"""Across several chains: links that come again, put as questions and never as findings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openimt.deliver.chain.chain import Chain, Link, LinkSort
from openimt.formulate.say import day_says

EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and am are as at be but by did do for from had has he her him his i in is it its me "
        "my of on or our she so that the their them then there they this to was we were with you "
        "your again just very really such",
    )
)
"""Words that say nothing about what a link is."""

ALIKE = 0.5
"""Two links are taken for one when they share at least half of their words that say something."""


@dataclass(frozen=True)
class Again:
    """A link that came in more than one chain. ``says``: as it was written first. ``solutions``:
    what was thought of for it, each once."""

    sort: LinkSort
    says: str
    on: tuple[date, ...]
    solutions: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """The question to ask together; nothing is concluded from it."""
        days = " and ".join(map(day_says, self.on)) if self.on else "more than one chain"
        known = "what helped there?" if self.solutions else "what could be tried there?"
        return f"“{self.says}” stands in the chains of {days}: does it often come here, and {known}"


def again(chains: Iterable[Chain]) -> tuple[Again, ...]:
    """Links of one sort that stand in at least two chains, the most often met first.

    >>> from openimt.deliver.chain.chain import Link, LinkSort
    >>> one, two = (Chain(links=(Link(LinkSort.THOUGHT, s),)) for s in ("A burden", "I'm a burden"))
    >>> [found.says for found in again([one, two])]
    ['A burden']
    """
    groups: list[list[tuple[int, Chain, Link]]] = []
    for place, chain in enumerate(chains):
        for link in chain.links:
            if link.sort is not None and words_of(link.says):
                _put(groups, (place, chain, link))
    met = [group for group in groups if len({place for place, _, _ in group}) > 1]
    return tuple(_again(group) for group in sorted(met, key=_most_chains))


def words_of(says: str) -> frozenset[str]:
    """The words of a link that say something, as they are compared."""
    plain = re.sub(r"['’]\w+", "", says.casefold())
    return frozenset(re.findall(r"\w+", plain)) - EMPTY_WORDS


def _put(groups: list[list[tuple[int, Chain, Link]]], found: tuple[int, Chain, Link]) -> None:
    for group in groups:
        if _alike(group[0][2], found[2]):
            group.append(found)
            return
    groups.append([found])


def _alike(one: Link, other: Link) -> bool:
    mine, theirs = words_of(one.says), words_of(other.says)
    return one.sort is other.sort and len(mine & theirs) >= ALIKE * len(mine | theirs)


def _most_chains(group: Sequence[tuple[int, Chain, Link]]) -> int:
    return -len({place for place, _, _ in group})


def _again(group: Sequence[tuple[int, Chain, Link]]) -> Again:
    first = group[0][2]
    days = sorted({chain.on for _, chain, _ in group if chain.on is not None})
    solutions = dict.fromkeys(link.solution for link in _links(group) if link.solution)
    return Again(first.sort or LinkSort.EVENT, first.says, tuple(days), tuple(solutions))


def _links(group: Sequence[tuple[int, Chain, Link]]) -> Iterator[Link]:
    for _, _, link in group:
        yield link
