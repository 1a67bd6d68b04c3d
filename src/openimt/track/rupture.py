"""Ruptures: a strain between two people, how far its repair has come, and what comes next.

The order is that of the procedure: what was noticed, the own reaction first, the own part owned
before the other's is looked at, then what was agreed, then looking back once it has held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openimt.track.alliance import alliance_numbers
from openimt.track.numbers import Numbers


class Marker(StrEnum):
    """How a strain shows: pulling away, pushing against, or both."""

    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"
    BOTH = "both"


class RepairStep(StrEnum):
    """What a repair still waits for, in order; ``DONE`` when it is mended."""

    NOTICE = "notice"
    OWN_REACTION = "own_reaction"
    OWN_PART = "own_part"
    AGREE = "agree"
    LOOK_BACK = "look_back"
    DONE = "done"


STEP_SAYS = {
    RepairStep.NOTICE: "Write what happened, as a camera would have it.",
    RepairStep.OWN_REACTION: "Notice the own reaction first: what did it stir in you?",
    RepairStep.OWN_PART: "Say the own part, and listen until the person agrees you have got it.",
    RepairStep.AGREE: "Ask what is needed now, and agree aim or task afresh.",
    RepairStep.LOOK_BACK: "Look back on it once, and mark that it is mended.",
    RepairStep.DONE: "Mended.",
}


@dataclass(frozen=True)
class Rupture:
    """One strain as it was noted. ``own_part``: whether it was owned; ``agreed``: what follows."""

    on: date
    marker: Marker
    happened: str = ""
    own_reaction: str = ""
    own_part: bool = False
    agreed: str = ""
    repaired_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether it is not mended yet."""
        return self.repaired_on is None

    @property
    def step(self) -> RepairStep:
        """The first step of the repair that is not there yet."""
        if not self.open:
            return RepairStep.DONE
        done = (
            (RepairStep.NOTICE, self.happened.strip()),
            (RepairStep.OWN_REACTION, self.own_reaction.strip()),
            (RepairStep.OWN_PART, self.own_part),
            (RepairStep.AGREE, self.agreed.strip()),
        )
        return next((step for step, there in done if not there), RepairStep.LOOK_BACK)


@dataclass(frozen=True)
class Strain:
    """An open rupture: its next step, how many sessions were held since, whether it waits long."""

    rupture: Rupture
    sessions: int
    late: bool

    @property
    def says(self) -> str:
        """The next step, in one sentence."""
        return STEP_SAYS[self.rupture.step]


def open_strains(
    ruptures: Iterable[Rupture], held: Sequence[date], given: Numbers | None = None
) -> tuple[Strain, ...]:
    """The ruptures not mended yet, the oldest first. ``held``: the days of sessions.

    >>> old = Rupture(date(2026, 11, 2), Marker.WITHDRAWAL, "went quiet")
    >>> found = open_strains([old], [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)])
    >>> found[0].sessions, found[0].late, found[0].rupture.step.value
    (2, True, 'own_reaction')
    """
    most = (given or alliance_numbers()).whole("rupture.sessions")
    found = []
    for one in sorted((r for r in ruptures if r.open), key=lambda r: r.on):
        since = sum(day > one.on for day in held)
        found.append(Strain(one, since, since >= most))
    return tuple(found)
