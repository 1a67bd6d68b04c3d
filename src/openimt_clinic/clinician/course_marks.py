"""What happened, under the curve: sessions as ticks, dated events as marks with their names.

Events are drawn in ink, not in red: red asks a person to act now, and these have been.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from openimt.terms import URGES, EventKind
from openimt.track.course import Mark
from openimt_clinic.clinician.course_axes import Axes

SESSIONS = {
    EventKind.SESSION_KEPT: "kept",
    EventKind.SESSION_CANCELLED: "cancelled",
    EventKind.SESSION_MISSED: "missed",
}
LENGTHS = {
    EventKind.SESSION_KEPT: "9",
    EventKind.SESSION_CANCELLED: "4",
    EventKind.SESSION_MISSED: "9",
}
LABEL_ROWS = 3
MOST_NAMED = 8
ROW_HEIGHT = 14
NAMES = {
    EventKind.SELF_HARM_ACT: _("self-harm"),
    EventKind.SUICIDE_ATTEMPT: _("suicide attempt"),
    EventKind.EMERGENCY_CARE: _("emergency care"),
    EventKind.ADMISSION: _("admission"),
    EventKind.CONTACT_OUTSIDE_ROUTE: _("contact outside the route"),
    EventKind.SESSION_KEPT: _("session"),
    EventKind.SESSION_CANCELLED: _("session cancelled"),
    EventKind.SESSION_MISSED: _("session missed"),
    EventKind.SUICIDAL_URGE: _("suicidal urge"),
    EventKind.SELF_HARM_URGE: _("self-harm urge"),
    EventKind.SUICIDAL_INTENT: _("stated intent"),
    EventKind.SUICIDAL_PLAN: _("stated plan"),
    EventKind.MEANS_ACCESS: _("access to means"),
}


@dataclass(frozen=True)
class SessionTick:
    """A session that was offered: kept, cancelled or missed."""

    x: str
    state: str
    length: str


@dataclass(frozen=True)
class MarkView:
    """An event: its place, and its name where there is room (it always stands in the table)."""

    x: str
    stem_end: str
    label: str
    label_x: str
    label_y: str
    anchor: str
    says: str


def event_name(kind: EventKind) -> str:
    """An event in one or two words, as the clinician's screens say it."""
    return str(NAMES[kind])


def session_ticks(all_marks: Iterable[Mark], ax: Axes) -> tuple[SessionTick, ...]:
    """One tick for each session offered."""
    return tuple(
        SessionTick(f"{ax.x(m.week):.1f}", SESSIONS[m.kind], LENGTHS[m.kind])
        for m in all_marks
        if m.kind in SESSIONS
    )


def marks(all_marks: Iterable[Mark], ax: Axes) -> tuple[MarkView, ...]:
    """One mark for what happened on a day and is neither a session nor an urge. Of what happened
    often only the first and the last carry the name."""
    shown = [m for m in all_marks if m.kind not in SESSIONS and m.kind not in URGES]
    days = counted(sorted(shown, key=lambda m: (m.week, m.kind)))
    named = _named([mark for mark, _ in days])
    ends = [-1.0] * LABEL_ROWS
    return tuple(_mark(mark, times, ax, ends if mark in named else []) for mark, times in days)


def counted(all_marks: Iterable[Mark]) -> list[tuple[Mark, int]]:
    """Each kind of event of a moment once, with how often it happened then."""
    found: dict[tuple[float, EventKind], list[Mark]] = {}
    for mark in all_marks:
        found.setdefault((mark.week, mark.kind), []).append(mark)
    return [(same[0], len(same)) for same in found.values()]


def event_says(kind: EventKind, times: int) -> str:
    """An event in a word or two, with how often it happened when that was more than once."""
    return event_name(kind) + _often(times)


def _often(times: int) -> str:
    return f" ×{times}" if times > 1 else ""


def _named(days: list[Mark]) -> set[Mark]:
    by_kind: dict[EventKind, list[Mark]] = {}
    for mark in days:
        by_kind.setdefault(mark.kind, []).append(mark)
    some = [same if len(same) <= MOST_NAMED else [same[0], same[-1]] for same in by_kind.values()]
    return {mark for same in some for mark in same}


def _mark(mark: Mark, times: int, ax: Axes, ends: list[float]) -> MarkView:
    """Place a mark; ``ends`` remembers how far each row of names is filled."""
    x, name = ax.x(mark.week), event_name(mark.kind)
    says = f"{date_format(mark.on, 'j M Y')}: {name}{_often(times)}"
    stem = f"{ax.bottom + 17:.1f}"
    wide = len(name) * ax.letter
    start = x - 4 if x + wide <= ax.right else x + 4 - wide
    anchor = "start" if start == x - 4 else "end"
    row = next((n for n, end in enumerate(ends) if start > end + 6), None)
    if row is None:
        return MarkView(f"{x:.1f}", stem, "", "", "", "", says)
    ends[row] = start + wide
    label_x = x - 4 if anchor == "start" else x + 4
    label_y = ax.bottom + 39 + row * ROW_HEIGHT
    return MarkView(f"{x:.1f}", stem, name, f"{label_x:.1f}", f"{label_y:.1f}", anchor, says)
