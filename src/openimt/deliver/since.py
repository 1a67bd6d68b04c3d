"""Since last time: what the records hold of the days between two sessions, as lines to read.

Facts only: acts apart from urges, no grade, no cause. What nobody recorded is said as not known,
never as nothing. The order is that of reading: who needed somebody, what happened, who came, what
was promised, what was tried, who called, the diary, the scores, and what was shared or written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openimt.assess.change import Changed, reliable_change
from openimt.assess.library import known, load
from openimt.formulate.assessment import Event, Reading
from openimt.formulate.say import day_says, measure_says, number_says, plain
from openimt.terms import URGES, EventKind

ASK_WHY = "too big, shame, crisis, forgotten?"
"""What a missing homework asks; it is not lack of motivation (clinical decision 1)."""
_NOT_CAME = {
    EventKind.SESSION_MISSED: "A session was missed",
    EventKind.SESSION_CANCELLED: "A session was cancelled with notice",
}
_SESSIONS = frozenset({EventKind.SESSION_KEPT, *_NOT_CAME})


class About(StrEnum):
    """What a line tells of; the page knows the place where each can be read."""

    ALERT = "alert"
    FACT = "fact"
    ATTENDANCE = "attendance"
    PROMISE = "promise"
    HOMEWORK = "homework"
    BETWEEN = "between"
    DIARY = "diary"
    SCORE = "score"
    SHARED = "shared"
    WRITTEN = "written"


@dataclass(frozen=True)
class Line:
    """One line. ``key``: which one of its sort it is. ``unread``: the reader has not opened it."""

    about: About
    says: str
    key: str = ""
    unread: bool = False


@dataclass(frozen=True)
class Alert:
    """A case that was opened or closed meanwhile. ``how``: the reason with which it was closed."""

    key: str
    says: str
    on: date
    closed_on: date | None = None
    how: str = ""


@dataclass(frozen=True)
class Homework:
    """What was agreed, and what the person said of it; empty = nothing yet."""

    agreed: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thing:
    """Something that was shared, or written by others: its name and the day."""

    key: str
    says: str
    on: date
    unread: bool = False


@dataclass(frozen=True)
class Score:
    """One total of a measure and the day it is about."""

    measure: str
    on: date
    value: float


@dataclass(frozen=True)
class Between:
    """Everything known of the days after ``since`` up to ``until``, both named by the caller.

    ``events`` None: nobody asked. ``readings``: every total ever read, so that each new one has
    the one before. ``not_held``: our own cancellations, by their days; ``missed_group``: missed
    hours of the skills group. ``between``: calls, and what was tried and found.
    """

    since: date
    until: date
    alerts: tuple[Alert, ...] = ()
    events: tuple[Event, ...] | None = None
    not_held: tuple[date, ...] = ()
    missed_group: tuple[date, ...] = ()
    promises: tuple[str, ...] = ()
    homework: Homework | None = None
    between: tuple[Thing, ...] = ()
    diary: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    shared: tuple[Thing, ...] = ()
    written: tuple[Thing, ...] = ()


def since_last(between: Between) -> tuple[Line, ...]:
    """The lines in their order; the first two sorts say plainly where nothing is known."""
    return (
        *_alerts(between.alerts),
        *_facts(between),
        *_attendance(between),
        *(Line(About.PROMISE, f"You said you would: {one}") for one in between.promises),
        *_homework(between.homework),
        *_things(About.BETWEEN, between.between),
        *(Line(About.DIARY, says) for says in between.diary),
        *_scores(between),
        *_things(About.SHARED, between.shared),
        *_things(About.WRITTEN, between.written),
    )


def _alerts(alerts: Iterable[Alert]) -> Iterator[Line]:
    for one in sorted(alerts, key=lambda alert: (alert.closed_on is not None, alert.on)):
        if one.closed_on is None:
            says = f"{day_says(one.on)}: {one.says} It is still open."
        else:
            says = f"{day_says(one.on)}: {one.says} Closed on {day_says(one.closed_on)}: {one.how}"
        yield Line(About.ALERT, says, one.key)


def _facts(between: Between) -> Iterator[Line]:
    """Each act on its own day, then each urge with its strongest day."""
    facts = [e for e in _lately(between) if e.kind not in _SESSIONS]
    if not facts:
        yield Line(About.FACT, "Nothing is recorded of urges or acts: ask, and nobody need guess.")
        return
    acts = sorted((e for e in facts if e.kind not in URGES), key=lambda e: (e.on, e.kind))
    for act in acts:
        yield Line(About.FACT, f"{_capital(plain(act.kind.value))} on {day_says(act.on)}.")
    for kind in sorted(URGES):
        felt = [e for e in facts if e.kind is kind]
        if felt:
            yield Line(About.FACT, _urge_says(kind, felt))


def _urge_says(kind: EventKind, felt: Sequence[Event]) -> str:
    """How strong at most and when; how many days it was asked on is no count of anybody's."""
    name = _capital(plain(kind.value))
    most = max(felt, key=lambda e: (e.value or 0, e.on))
    if not most.value:
        return f"{name}: asked, and none was told of."
    return f"{name}: up to {most.value:g} of 5, on {day_says(most.on)}."


def _attendance(between: Between) -> Iterator[Line]:
    came = [e for e in _lately(between) if e.kind in _NOT_CAME]
    for event in sorted(came, key=lambda e: e.on):
        yield Line(About.ATTENDANCE, f"{_NOT_CAME[event.kind]} on {day_says(event.on)}.")
    for day in sorted(day for day in between.missed_group if between.since <= day):
        yield Line(About.ATTENDANCE, f"The skills group was missed on {day_says(day)}.")
    for day in sorted(between.not_held):
        yield Line(About.ATTENDANCE, f"We cancelled the session of {day_says(day)}.")


def _homework(homework: Homework | None) -> Iterator[Line]:
    if homework is None or not homework.agreed:
        return
    yield Line(About.HOMEWORK, f"Agreed to try: {homework.agreed}")
    if not homework.told:
        says = f"Nothing was said of it yet. If it was not done: {ASK_WHY}"
        yield Line(About.HOMEWORK, says)
    for told in homework.told:
        yield Line(About.HOMEWORK, told)


def _scores(between: Between) -> Iterator[Line]:
    """The newest total of each measure read meanwhile, beside the last one before these days."""
    measures = dict.fromkeys(r.measure for r in between.readings if _is_total(r))
    for measure in measures:
        mine = [
            Score(measure, r.on, r.value)
            for r in between.readings
            if r.measure == measure and r.on is not None and r.value is not None
        ]
        new = [one for one in mine if between.since < one.on <= between.until]
        if new:
            before = [one for one in mine if one.on <= between.since]
            yield Line(About.SCORE, _score_says(new[-1], before[-1] if before else None), measure)


def _is_total(reading: Reading) -> bool:
    """A total of an instrument there is; scales are read on their own page."""
    return reading.value is not None and reading.measure in known()


def _score_says(new: Score, before: Score | None) -> str:
    named = f"{measure_says(new.measure)} on {day_says(new.on)}: {number_says(new.value)}"
    if before is None:
        return f"{named}, the first reading."
    then = f"{named}, it was {number_says(before.value)} on {day_says(before.on)}"
    return f"{then}: {_change_says(before.value, new.value, new.measure)}."


def _change_says(before: float, now: float, measure: str) -> str:
    changed = reliable_change(before, now, load(measure))
    if changed is None:
        return "whether that is more than chance is not known"
    if changed is Changed.DETERIORATED:
        return "reliably worse"
    return "within chance" if changed is Changed.UNCHANGED else "reliably better"


def _things(about: About, things: Iterable[Thing]) -> Iterator[Line]:
    for one in sorted(things, key=lambda thing: (not thing.unread, thing.on)):
        yield Line(about, f"{day_says(one.on)}: {one.says}", one.key, one.unread)


def _lately(between: Between) -> list[Event]:
    return [e for e in between.events or () if between.since <= e.on <= between.until]


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
