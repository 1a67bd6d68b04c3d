"""Alliance: a session rating against the person's own usual level, and never anybody else's.

A rating that the person keeps from the therapist is no rating here: it enters no mean, no flag and
no count (clinical decision 1). A fall prompts a talk; it sets no state and closes no door.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, stdev

from openimt.formulate.say import day_says
from openimt.track.numbers import Numbers, numbers


@dataclass(frozen=True)
class Rating:
    """One rating after a session, 0 to 4, higher is better. ``shared`` False: kept to oneself."""

    on: date
    value: float
    shared: bool = True


@dataclass(frozen=True)
class Rated:
    """A rating beside what was usual before it. ``usual`` and ``edge`` are None while there are too
    few earlier ratings; ``fell``: it lies at or below the edge."""

    on: date
    value: float
    usual: float | None = None
    edge: float | None = None

    @property
    def fell(self) -> bool:
        """Whether this is a clear fall from the person's own usual level."""
        # Means of fifths are not exact in binary; a hair must not decide.
        return self.edge is not None and self.value <= self.edge + 1e-9


@dataclass(frozen=True)
class Alliance:
    """The ratings a therapist may see, the oldest first, and what they say in one sentence."""

    ratings: tuple[Rated, ...]
    says: str

    @property
    def fell(self) -> bool:
        """Whether the latest rating is a clear fall."""
        return bool(self.ratings) and self.ratings[-1].fell


def alliance_numbers() -> Numbers:
    """The numbers of the common modules, as the clinic signs them."""
    return numbers("openimt.track", "alliance.toml")


def alliance(ratings: Sequence[Rating], given: Numbers | None = None) -> Alliance:
    """Each shared rating against those before it.

    >>> days = [date(2026, 11, n) for n in (2, 9, 16, 23, 30)]
    >>> seen = alliance([Rating(d, v) for d, v in zip(days, (3.4, 3.2, 3.6, 3.4, 2.6))])
    >>> seen.fell, seen.says
    (True, 'The last rating, 2.6, lies clearly below the own usual 3.4.')
    """
    found = given or alliance_numbers()
    shown = sorted((one for one in ratings if one.shared), key=lambda one: one.on)
    rated = tuple(_rated(one, shown[:n], found) for n, one in enumerate(shown))
    return Alliance(rated, _says(rated, found))


@dataclass(frozen=True)
class Recheck:
    """It is time to look at the working together again: ``since`` what, and ``why``."""

    since: date
    why: str

    @property
    def says(self) -> str:
        """One sentence, for those who treat."""
        return f"Look together at how the work goes between you: {self.why} {day_says(self.since)}."


def recheck(
    began: date,
    falls: Sequence[date],
    strains: Sequence[date],
    held: Sequence[date],
    looked: Sequence[date],
    given: Numbers | None = None,
) -> Recheck | None:
    """Whether the alliance is to be looked at again: so many sessions after the beginning, a clear
    fall, or a strain, when nobody has rated or judged it since then. The latest of them counts.

    ``held``: days of sessions. ``looked``: days of shared ratings and of judgements of it.

    >>> weeks = [date(2026, 11, n) for n in (2, 9, 16, 23)]
    >>> found = recheck(weeks[0], [], [], weeks, looked=[weeks[1]])
    >>> found.why, found.since.day
    ('three sessions are behind you since the beginning on', 2)
    >>> recheck(weeks[0], [], [], weeks, looked=[weeks[3]]) is None
    True
    """
    enough = (given or alliance_numbers()).whole("recheck.after_sessions")
    order = ((began, "beginning on"), *((day, "fall of") for day in falls))
    since, what = max((*order, *((day, "strain of") for day in strains)), key=lambda one: one[0])
    later = sorted(day for day in held if day > since or (day == since and what == "beginning on"))
    if len(later) < enough or any(day >= later[enough - 1] for day in looked):
        return None
    return Recheck(
        since, f"{_NUMBERS.get(enough, enough)} sessions are behind you since the {what}"
    )


_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _rated(one: Rating, before: Sequence[Rating], found: Numbers) -> Rated:
    if len(before) < found.whole("alliance.fewest_earlier"):
        return Rated(one.on, one.value)
    values = [rating.value for rating in before]
    spread = max(stdev(values), found["alliance.smallest_sd"])
    usual = mean(values)
    return Rated(one.on, one.value, usual, usual - found["alliance.fall_in_sd"] * spread)


def _says(rated: Sequence[Rated], found: Numbers) -> str:
    if not rated:
        return "No session rating yet that the person shares."
    last, fewest = rated[-1], found.whole("alliance.fewest_earlier")
    if last.usual is None:
        count = "One rating" if len(rated) == 1 else f"{len(rated)} ratings"
        return f"{count} so far; from the {_nth(fewest + 1)} on the own usual level is known."
    place = f"The last rating, {last.value:.1f}"
    if last.fell:
        return f"{place}, lies clearly below the own usual {last.usual:.1f}."
    return f"{place}, lies within what is usual for the person ({last.usual:.1f})."


def _nth(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 <= number % 100 <= 20 else ends.get(number % 10, 'th')}"
