"""Urges asked one and two days after a session on what was hard; two raised suggest a pause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from openimt.deliver.story.pacing import pacing


class CheckState(StrEnum):
    """``missed``: its time is over and nobody answered; that says nothing of the person."""

    WAITING = "waiting"
    OPEN = "open"
    STEADY = "steady"
    RAISED = "raised"
    MISSED = "missed"


@dataclass(frozen=True)
class Urges:
    """The stronger of both urges (0 to 5) as it was said at one time."""

    at: datetime
    strongest: float


@dataclass(frozen=True)
class Check:
    """The check so many hours after a session, and what is known of it."""

    held_at: datetime
    hours: int
    state: CheckState

    @property
    def due_at(self) -> datetime:
        """When it is asked."""
        return self.held_at + timedelta(hours=self.hours)


def checks(
    held_at: datetime, said: Sequence[Urges], now: datetime, raised_from: float
) -> tuple[Check, ...]:
    """The checks after one session, as they stand ``now``. An answer counts for a check when it
    came within the hours around it that the data name; the strongest counts."""
    hours = pacing().check.hours
    return tuple(Check(held_at, n, _state(held_at, n, said, now, raised_from)) for n in hours)


def is_trauma_work(modules: Iterable[str], *, release_stood: bool) -> bool:
    """Whether a session worked on what was hard.

    >>> is_trauma_work(["r7"], release_stood=False), is_trauma_work(["n5"], release_stood=False)
    (True, False)
    """
    rule, worked = pacing().check, frozenset(modules)
    also = rule.with_release_modules if release_stood else frozenset()
    return bool(worked & (rule.after_modules | also))


def suggests_pause(made: Iterable[Check]) -> bool:
    """Whether so many were raised that pausing is suggested; nothing pauses by itself."""
    raised = sum(one.state is CheckState.RAISED for one in made)
    return raised >= pacing().check.pause_after


def _state(
    held_at: datetime, hours: int, said: Sequence[Urges], now: datetime, raised_from: float
) -> CheckState:
    due, near = held_at + timedelta(hours=hours), timedelta(hours=pacing().check.within_hours)
    inside = [one.strongest for one in said if due - near <= one.at < due + near]
    if inside:
        return CheckState.RAISED if max(inside) >= raised_from else CheckState.STEADY
    if now < due - near:
        return CheckState.WAITING
    return CheckState.OPEN if now < due + near else CheckState.MISSED
