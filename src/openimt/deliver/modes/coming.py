"""How somebody comes to each form of a therapy, counted apart: a missed group is no missed hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openimt.deliver.attendance import OFFERED
from openimt.deliver.session import AppointmentState

NEVER_ENDS_CARE = (
    "This never ends care by itself, never hides the safety plan and never holds back an alert. It "
    "is a reason to get in touch, to ask what got in the way, and to think together as a team."
)


@dataclass(frozen=True)
class Hour:
    """One hour of a mode, and what came of it."""

    on: date
    state: AppointmentState


@dataclass(frozen=True)
class Coming:
    """``in_a_row``: so many of the last offered hours were missed, one after the other.
    ``since``: the first of them. ``asks``: the number at which the team is asked is reached."""

    mode: str
    last_came: date | None
    in_a_row: int
    since: date | None
    asks: bool


def coming(mode: str, hours: Iterable[Hour], asked_at: int) -> Coming:
    """Coming to one mode. Cancelled with notice, or by us, counts neither way; so does an hour
    that still lies ahead.

    >>> A = AppointmentState
    >>> days = [Hour(date(2026, 11, n), s) for n, s in ((2, A.KEPT), (9, A.MISSED), (16, A.MISSED))]
    >>> coming("group", days, 4).in_a_row
    2
    """
    offered = sorted((one for one in hours if one.state in OFFERED), key=lambda one: one.on)
    came = [one.on for one in offered if one.state is AppointmentState.KEPT]
    last = came[-1] if came else None
    missed = [one.on for one in offered if last is None or one.on > last]
    since = missed[0] if missed else None
    return Coming(mode, last, len(missed), since, 0 < asked_at <= len(missed))
