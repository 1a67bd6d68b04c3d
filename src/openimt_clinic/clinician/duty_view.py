"""What must be done, each thing once: two facts can call for the same."""

from collections.abc import Iterable
from dataclasses import replace

from openimt.deliver.session import AgendaPoint
from openimt.formulate.profile import Duty
from openimt.terms import EventKind

_JUDGED = frozenset({"enquiry", "imminent_risk", *(kind.value for kind in EventKind)})


def stands_until_judged(duty: str) -> bool:
    """Whether the duty (or the point of an agenda) of this id stands until somebody who treats has
    judged the danger, or has looked at what happened: a call or a closed alert is not yet that."""
    return duty in _JUDGED


def once(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """The duties in their order; those with the same sentence are one, with all their grounds."""
    found: dict[str, Duty] = {}
    for duty in duties:
        known = found.get(duty.says)
        because = (*known.because, *duty.because) if known else duty.because
        found[duty.says] = replace(known or duty, because=because)
    return tuple(found.values())


def points_once(points: Iterable[AgendaPoint]) -> tuple[AgendaPoint, ...]:
    """The agenda without a second point that says the same as one before it."""
    found: dict[str, AgendaPoint] = {}
    for point in points:
        found.setdefault(point.says, point)
    return tuple(found.values())
