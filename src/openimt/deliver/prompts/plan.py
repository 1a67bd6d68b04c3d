"""Which prompts come, and why the others do not: budget, pauses, what is answered already."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from openimt.deliver.prompts.because import Because
from openimt.deliver.prompts.limits import Budget
from openimt.deliver.prompts.schedule import Happened, Schedule, Way
from openimt.deliver.prompts.wished import Clock, Planned, wished

TURN = {Way.AFTER: 0, Way.FIXED: 1, Way.RANDOM: 2}


@dataclass(frozen=True)
class Pause:
    """No prompts from ``begins`` to ``ends``; None = until the person takes them up again."""

    begins: datetime
    ends: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True)
class Sent:
    """What went out, or is kept as it is: its key, when, and the day it belongs to."""

    key: str
    at: datetime
    day: date


def never(_about: str, _day: date) -> bool:
    """Nothing has been answered."""
    return False


@dataclass(frozen=True)
class Person:
    """What holds for one person. ``sent`` counts towards the budget; it, and the keys that are
    ``settled`` in another way, are not planned again.
    ``answered``: whether what would be asked for that day is there already."""

    clock: Clock
    budget: Budget
    pauses: Sequence[Pause] = ()
    sent: Sequence[Sent] = ()
    settled: frozenset[str] = frozenset()
    answered: Callable[[str, date], bool] = never


def plan(
    schedules: Collection[Schedule],
    person: Person,
    since: datetime,
    until: datetime,
    happened: Sequence[Happened] = (),
) -> tuple[Planned, ...]:
    """Every prompt after ``since`` and up to ``until``, in order of time, each with its reason.

    When the budget is short, what follows an event goes first: it is about what just happened, and
    it may be due already when the event was told late. Then come agreed hours, then chance, which
    gives way within its window.
    """
    first = since.astimezone(person.clock.zone).date()
    last = until.astimezone(person.clock.zone).date() + timedelta(days=1)
    out = {one.key for one in person.sent} | person.settled
    found: dict[str, tuple[int, Planned]] = {}
    for schedule in schedules:
        after = schedule.way is Way.AFTER
        for one in wished(schedule, person.clock, first - timedelta(days=1), last, happened):
            begun = one.until > since if after else one.due_at > since
            if begun and one.due_at <= until and one.key not in out:
                found[one.key] = (TURN[schedule.way], one)
    spent = _Spent(person)
    inorder = sorted(found.values(), key=lambda pair: (pair[0], pair[1].due_at, pair[1].key))
    planned = [spent.judged(one) for _, one in inorder]
    return tuple(sorted(planned, key=lambda one: (one.due_at, one.key)))


class _Spent:
    """What of the budget is gone, while prompts are taken one after the other."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.moments = sorted(one.at for one in person.sent)
        self.days = Counter(one.day for one in person.sent)
        self.weeks = Counter(_week(one.day) for one in person.sent)

    def judged(self, one: Planned) -> Planned:
        """The prompt with the reason that decides; one that comes is taken off the budget."""
        if not one.comes:
            return one
        if self._close(one.due_at):
            one = self._spaced(one)
        because = self._against(one)
        if because:
            return replace(one, because=because)
        insort(self.moments, one.due_at)
        self.days[one.day] += 1
        self.weeks[_week(one.day)] += 1
        return one

    def _against(self, one: Planned) -> Because | None:
        if any(pause.holds(one.due_at) for pause in self.person.pauses):
            return Because.PAUSED
        if self.person.answered(one.about, one.day):
            return Because.ANSWERED
        if self.days[one.day] >= self.person.budget.most_a_day:
            return Because.DAY_FULL
        if self.weeks[_week(one.day)] >= self.person.budget.most_a_week:
            return Because.WEEK_FULL
        return Because.TOO_CLOSE if self._close(one.due_at) else None

    def _spaced(self, one: Planned) -> Planned:
        """The nearest moment of its window that keeps the distance, where chance chose."""
        if one.free is None:
            return one
        gap, clock = self.person.budget.least_gap, self.person.clock
        beside = [other + way * gap for other in self.moments for way in (1, -1)]
        fits = [
            at
            for at in beside
            if one.free <= at < one.until
            and not self._close(at)
            and clock.quiet.over(at, clock.zone) == at
        ]
        if not fits:
            return one
        nearest = min(fits, key=lambda at: abs(at - one.due_at))
        return replace(one, due_at=nearest, because=Because.SPACED)

    def _close(self, at: datetime) -> bool:
        place = bisect_left(self.moments, at)
        beside = self.moments[max(0, place - 1) : place + 1]
        return any(abs(at - other) < self.person.budget.least_gap for other in beside)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def put_off(due_at: datetime, until: datetime, now: datetime, wait: timedelta) -> datetime | None:
    """When a prompt comes that the person wants later: within its time, or not at all (None).

    >>> from datetime import UTC
    >>> seven = datetime(2026, 11, 22, 19, tzinfo=UTC)
    >>> put_off(seven, seven + timedelta(hours=2), seven, timedelta(minutes=30)).minute
    30
    >>> put_off(seven, seven + timedelta(minutes=20), seven, timedelta(minutes=30)) is None
    True
    """
    later = max(now, due_at) + wait
    return later if later < until else None
