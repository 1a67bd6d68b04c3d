"""What people who treat wrote beside the plan, and a session takes up: dated facts in plain words.

Nothing here is read out of a text and nothing is weighed: what stands open is brought to the table,
in the place where the therapy speaks of it.
"""

from dataclasses import dataclass
from datetime import date

from openimt.deliver.cases.reviews import Review
from openimt.formulate.pattern.schema import Schema
from openimt.formulate.say import day_says

ENDING = "n7"
"""The module to which the ending belongs (clinical brief, 1)."""


@dataclass(frozen=True)
class Goal:
    """A goal of the case plan. ``by``: the day on which both look whether it is there; ``role``:
    one in life, else one for a symptom."""

    says: str
    by: date | None = None
    role: bool = False

    def past(self, on: date) -> bool:
        """Whether its day has come."""
        return self.by is not None and self.by <= on


@dataclass(frozen=True)
class Helper:
    """Somebody else who helps: as what, the name, and what is agreed with them."""

    part: str
    name: str
    agreed: str = ""

    @property
    def says(self) -> str:
        """Who, and as what."""
        part = f" ({self.part.lower()})" if self.part and self.name else self.part
        return f"{self.name}{part}"


@dataclass(frozen=True)
class BegunChain:
    """A chain that was begun on a day and is not signed yet: of what, and the first thing that it
    still asks for."""

    on: date
    act: str = ""
    missing: str = ""

    @property
    def says(self) -> str:
        """Of what, since when, and what is open."""
        act = f"“{self.act.rstrip('. ')}”, begun" if self.act else "Begun"
        return f"{act} on {day_says(self.on)}. {self.missing or 'It waits to be signed.'}"


@dataclass(frozen=True)
class Pattern:
    """A confirmed schema, with what both call it."""

    title: str
    schema: Schema


@dataclass(frozen=True)
class Brought:
    """``review``: of the whole course, where it is time to speak of it. ``missed_group``: days of
    the skills group. ``asked``: what the team was asked and has not answered.
    ``medicines``: what there is to look at, for whoever prescribes. ``ends_on``: the day that is
    planned for the ending; None while none is named."""

    goals: tuple[Goal, ...] = ()
    helpers: tuple[Helper, ...] = ()
    review: Review | None = None
    missed_group: tuple[date, ...] = ()
    chains: tuple[BegunChain, ...] = ()
    asked: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    medicines: tuple[str, ...] = ()
    ends_on: date | None = None


NOTHING = Brought()
