"""An appointment as an entry of a feed, whoever's calendar it is."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from openimt_clinic.components.calendar_feed import Entry
from openimt_clinic.records.appointment import Appointment, AppointmentState

CANCELLED = (
    AppointmentState.CANCELLED_BY_US.value,
    AppointmentState.CANCELLED_WITH_NOTICE.value,
)


def hour(one: Appointment, title: str, zone: ZoneInfo, place: str = "") -> Entry:
    """It carries the clinic's own time zone, so that a change of clocks moves nothing."""
    return Entry(
        uid=str(one.pk),
        title=title,
        starts_at=one.starts_at.astimezone(zone),
        lasts=timedelta(minutes=one.minutes),
        number=one.changes,
        cancelled=one.state in CANCELLED,
        place=place,
    )
