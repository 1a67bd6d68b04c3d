"""Who was offered whom, by group: counts with how sure they are, and no word on what they mean.

A share is told only where there are people enough for its interval to be narrow; below that there
are the counts, and how many it would take. Whether a difference is unfair is for people to say.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Z = 1.959964
"""The 95 % interval of a share (Wilson 1927)."""


@dataclass(frozen=True)
class OfferMade:
    """One offer to one person of a group; ``group`` empty: it is not recorded.

    ``in_time``: somebody with an hour free in time was offered; ``trained``: somebody trained in
    what the plan needs. ``chosen``: the person chose; ``began``: with whom it began, if it did.
    """

    group: str
    options: int
    in_time: bool
    trained: bool
    chosen: bool
    began: str = ""


@dataclass(frozen=True)
class Share:
    """``low``, ``high``: the interval of the share; None where there are fewer than ``needed``."""

    kept: int
    of: int
    needed: int
    low: float | None = None
    high: float | None = None

    @property
    def span(self) -> str:
        """The interval in percent; empty where there are too few."""
        if self.low is None or self.high is None:
            return ""
        return f"{100 * self.low:.0f}–{100 * self.high:.0f} %"


@dataclass(frozen=True)
class GroupOffered:
    """All offers of one group. ``options``: how many were offered to a person, on average.
    ``began``: with whom, how often."""

    group: str
    offers: int
    options: float
    in_time: Share
    trained: Share
    chosen: Share
    began: Share
    with_whom: Mapping[str, int]


def enough_for(within_points: float) -> int:
    """So many people are needed for a share that is sure to so many points either way.

    >>> enough_for(15)
    43
    """
    return math.ceil(Z * Z * 0.25 / (within_points / 100) ** 2)


def share(kept: int, of: int, needed: int) -> Share:
    """A share with its interval, or without, where there are too few.

    >>> share(3, 4, 43).low is None
    True
    """
    if of < max(needed, 1):
        return Share(kept, of, needed)
    p, z = kept / of, Z * Z / of
    middle = (p + z / 2) / (1 + z)
    half = Z * math.sqrt(p * (1 - p) / of + z / (4 * of)) / (1 + z)
    return Share(kept, of, needed, max(0.0, middle - half), min(1.0, middle + half))


def by_group(offers: Iterable[OfferMade], within_points: float) -> tuple[GroupOffered, ...]:
    """Each group by its name, and last those of whom it is not recorded."""
    found: dict[str, list[OfferMade]] = {}
    for one in offers:
        found.setdefault(one.group, []).append(one)
    needed = enough_for(within_points)
    order = sorted(found, key=lambda group: (not group, group))
    return tuple(_group(group, found[group], needed) for group in order)


def _group(group: str, offers: list[OfferMade], needed: int) -> GroupOffered:
    began: dict[str, int] = {}
    for one in offers:
        if one.began:
            began[one.began] = began.get(one.began, 0) + 1
    many = len(offers)
    return GroupOffered(
        group=group,
        offers=many,
        options=sum(one.options for one in offers) / many,
        in_time=share(sum(one.in_time for one in offers), many, needed),
        trained=share(sum(one.trained for one in offers), many, needed),
        chosen=share(sum(one.chosen for one in offers), many, needed),
        began=share(sum(began.values()), many, needed),
        with_whom=dict(sorted(began.items())),
    )
