"""Of readings made with much certainty, how many were looked at later, and what they were then."""

from collections.abc import Iterable
from dataclasses import dataclass

from openimt.deliver.moments.limits import Limits, limits
from openimt.deliver.moments.moment import Moment, Pause, TurnedOut

LOOKED_AT = (TurnedOut.AS_THOUGHT, TurnedOut.PARTLY, TurnedOut.OTHER)


@dataclass(frozen=True)
class Calibration:
    """Counts, no verdict: ``sure`` readings were made with at least that certainty, ``looked_at``
    of them have an answer later, which was as thought, in part, or something else.

    ``entries``: all entries there are; ``few``: too few for anything but a question.
    """

    entries: int
    sure: int
    looked_at: int
    as_thought: int
    partly: int
    other: int
    not_known: int
    few: bool


def calibration(entries: Iterable[Moment | Pause], given: Limits | None = None) -> Calibration:
    """Counts what people found out about what they had been sure of.

    Only what the person said later counts; nothing is inferred from words.
    """
    numbers = given or limits()
    every = tuple(entries)
    sure = [e for e in every if e.meaning and e.sure is not None and e.sure >= numbers.sure]
    found = [e.later.turned_out for e in sure]
    return Calibration(
        entries=len(every),
        sure=len(sure),
        looked_at=sum(one in LOOKED_AT for one in found),
        as_thought=found.count(TurnedOut.AS_THOUGHT),
        partly=found.count(TurnedOut.PARTLY),
        other=found.count(TurnedOut.OTHER),
        not_known=found.count(TurnedOut.NOT_KNOWN),
        few=len(every) < numbers.entries,
    )
