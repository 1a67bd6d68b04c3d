"""Urges asked one and two days after a session on what was hard; two raised suggest a pause."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from openimt.deliver.story.pacing import pacing


class CheckState(StrEnum):
    """``missed``: its time is over and nobody answered; that says nothing of the person.
    ``done``: somebody asked and wrote down what came of it."""

    WAITING = "waiting"
    OPEN = "open"
    STEADY = "steady"
    RAISED = "raised"
    MISSED = "missed"
    DONE = "done"

    @property
    def waits_for_staff(self) -> bool:
        """Whether somebody of the clinic still has to ask, or to look at what was said."""
        return self in (CheckState.OPEN, CheckState.RAISED, CheckState.MISSED)


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
    held_at: datetime,
    said: Sequence[Urges],
    now: datetime,
    raised_from: float,
    done: Collection[int] = (),
) -> tuple[Check, ...]:
    """The checks after one session, as they stand ``now``. An answer counts for a check when it
    came within the hours around it that the data name; the strongest counts. ``done``: the hours of
    those that somebody has asked about and written down."""

    def state(hours: int) -> CheckState:
        return CheckState.DONE if hours in done else _state(held_at, hours, said, now, raised_from)

    return tuple(Check(held_at, n, state(n)) for n in pacing().check.hours)


def is_trauma_work(modules: Iterable[str], *, release_stood: bool) -> bool:
    """Whether a session worked on what was hard.

    >>> is_trauma_work(["r7"], release_stood=False), is_trauma_work(["n5"], release_stood=False)
    (True, False)
    """
    rule, worked = pacing().check, frozenset(modules)
    also = rule.with_release_modules if release_stood else frozenset()
    return bool(worked & (rule.after_modules | also))


@dataclass(frozen=True)
class LookAfter:
    """The checks after one piece of work: what it was, in words, and whose they are."""

    worked_at: datetime
    what: str
    who: str
    checks: tuple[Check, ...]

    def waiting(self, now: datetime) -> Check | None:
        """The latest check that waits for somebody of the clinic; None once its days are over."""
        if now - self.worked_at > timedelta(days=pacing().check.stands_days):
            return None
        found = [one for one in self.checks if one.state.waits_for_staff]
        return found[-1] if found else None


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
