"""Appointments ready to print: what is ahead with its gaps, what was, and attendance in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.terms import Truth
from openimt_clinic.clinician.appointment_forms import appointment_word
from openimt_clinic.records.appointment import Appointment, AppointmentState, Place

USUAL_GAP = timedelta(days=15)
"""Two planned appointments further apart than a fortnight leave a gap worth saying."""


@dataclass(frozen=True)
class AppointmentRow:
    """One appointment. ``group``: its id, where it is an hour of one, with its ``name``.
    ``gap``: what is said before it when no session lies between."""

    id: UUID
    at: datetime
    minutes: int
    state: str
    word: str
    place: str
    with_whom: str
    reason: str
    written: bool
    due: bool
    group: object = None
    name: str = ""
    gap: str = ""


@dataclass(frozen=True)
class AppointmentsView:
    """Everything the page prints."""

    attendance: str
    attendance_word: str
    unmarked: tuple[AppointmentRow, ...]
    ahead: tuple[AppointmentRow, ...]
    past: tuple[AppointmentRow, ...]
    longer_past: tuple[AppointmentRow, ...]
    more_ahead: int


SHOWN_AHEAD = 30
SHOWN_PAST = 8


def appointments_view(
    rows: Iterable[Appointment], attendance: tuple[str, Truth], now: datetime
) -> AppointmentsView:
    """The page from the appointments, oldest first."""
    every = list(rows)
    planned = [a for a in every if a.state == AppointmentState.PLANNED.value]
    ahead = [a for a in planned if a.starts_at >= now]
    unmarked = [a for a in planned if a.starts_at < now]
    past = [a for a in every if a.state != AppointmentState.PLANNED.value]
    shown = tuple(appointment_row(a, now) for a in reversed(past))
    says, state = attendance
    return AppointmentsView(
        attendance=says,
        attendance_word=attendance_word(state),
        unmarked=tuple(appointment_row(a, now) for a in unmarked),
        ahead=_with_gaps(ahead[:SHOWN_AHEAD], now),
        past=shown[:SHOWN_PAST],
        longer_past=shown[SHOWN_PAST:],
        more_ahead=max(0, len(ahead) - SHOWN_AHEAD),
    )


def attendance_word(state: Truth) -> str:
    """Attendance as a word beside its numbers; too few sessions is no judgement."""
    words = {
        Truth.MET: _("steady"),
        Truth.NOT_MET: _("unsteady: ask what gets in the way"),
        Truth.UNKNOWN: _("too few offered to say"),
    }
    return words.get(state, "")


def appointment_row(one: Appointment, now: datetime, gap: str = "") -> AppointmentRow:
    """One appointment in words."""
    state = AppointmentState(one.state)
    return AppointmentRow(
        id=one.pk,
        at=one.starts_at,
        minutes=one.minutes,
        state=one.state,
        word=appointment_word(state),
        place=place_says(one),
        with_whom=one.with_whom.name,
        reason=one.reason,
        written=hasattr(one, "session"),
        due=state is AppointmentState.PLANNED and one.starts_at < now,
        group=one.meeting.group_id if one.meeting else None,
        name=one.meeting.group.name if one.meeting else "",
        gap=gap,
    )


def place_says(one: Appointment) -> str:
    """Where, and for a remote session the number to call back."""
    if one.place == Place.REMOTE.value:
        parts = [_("remote"), one.where, _("call back %(n)s") % {"n": one.call_back}]
    else:
        parts = [_("in person"), one.where]
    return ", ".join(part for part in parts if part)


def _with_gaps(ahead: Sequence[Appointment], now: datetime) -> tuple[AppointmentRow, ...]:
    found = []
    before: Appointment | None = None
    for one in ahead:
        found.append(appointment_row(one, now, _gap(before, one)))
        before = one
    return tuple(found)


def _gap(before: Appointment | None, one: Appointment) -> str:
    if before is None or one.starts_at - before.starts_at < USUAL_GAP:
        return ""
    weeks = (one.starts_at - before.starts_at).days // 7
    says = ngettext(
        "%(n)d week without a session, after %(day)s",
        "%(n)d weeks without a session, after %(day)s",
        weeks,
    )
    day = date_format(timezone.localdate(before.starts_at), "j M")
    return says % {"n": weeks, "day": day}
