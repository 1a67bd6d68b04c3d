"""The feed of appointments and reminders: no sign-in, an address nobody can guess, only times.

RFC 5545. Nothing in it names this software: whoever sees the calendar learns nothing. Each
appointment carries the clinic's own time zone, so that a change of clocks moves nothing; a
cancelled one stays and says so, or the calendar would go on showing it.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from openimt_clinic.database.wall import inside
from openimt_clinic.patient.calendar_address import choice_of
from openimt_clinic.patient.reminder_events import ReminderEvent, reminders_as_events
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient

PAST = timedelta(days=60)
AN_HOUR = 3600
MOST_AN_HOUR = 60
TOO_OFTEN = 429
CANCELLED = (
    AppointmentState.CANCELLED_BY_US.value,
    AppointmentState.CANCELLED_WITH_NOTICE.value,
)


@require_safe
def calendar_feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """The feed of whoever made this address; 404 once it was ended."""
    choice = choice_of(secret)
    if choice is None:
        raise Http404
    if _too_often(str(choice.pk)):
        return HttpResponse(status=TOO_OFTEN, headers={"Retry-After": str(AN_HOUR)})
    with inside(clinic=choice.clinic_id):
        content = feed(choice.patient, timezone.now())
    headers = {"Content-Disposition": 'inline; filename="appointments.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def feed(patient: Patient, now: datetime) -> bytes:
    """The person's appointments from two months ago on, and the reminders ahead."""
    clinic = patient.clinic
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clinic.patient_name)
    rows = Appointment.objects.filter(patient=patient, starts_at__gte=now - PAST)
    for one in rows.order_by("starts_at"):
        calendar.add_component(_event(one, clinic, now))
    for reminder in reminders_as_events(patient, now):
        calendar.add_component(_reminder(reminder, clinic, now))
    _add_zones(calendar, now)
    return bytes(calendar.to_ical())


def _add_zones(calendar: Calendar, now: datetime) -> None:
    """The changes of clocks from the first year in the feed on; none of an earlier century."""
    calendar.add_missing_timezones(first_date=date((now - PAST).year, 1, 1))
    for zone in calendar.timezones:
        zone.pop("comment", None)


def _event(one: Appointment, clinic: Clinic, now: datetime) -> Event:
    zone, event = ZoneInfo(clinic.time_zone), Event()
    cancelled = one.state in CANCELLED
    event.add("uid", str(one.pk))
    event.add("summary", clinic.patient_name)
    event.add("dtstart", one.starts_at.astimezone(zone))
    # How long, not until when: an hour that the clocks skip or repeat is still an hour.
    event.add("duration", timedelta(minutes=one.minutes))
    event.add("dtstamp", now)
    # Rises with every change, or a calendar would go on showing the earlier hour.
    event.add("sequence", 2 * one.changes + (1 if cancelled else 0))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _reminder(one: ReminderEvent, clinic: Clinic, now: datetime) -> Event:
    """Nothing of what it is about; whoever looks over a shoulder sees the clinic's neutral name."""
    event = Event()
    event.add("uid", one.uid)
    event.add("summary", clinic.patient_name)
    event.add("dtstart", one.starts_at)
    event.add("duration", one.ends_at - one.starts_at)
    event.add("dtstamp", now)
    # The day stays free for others' invitations.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _too_often(name: str) -> bool:
    """Whether this feed was asked for more often in an hour than any calendar needs."""
    key = f"calendar-feed-{name}"
    cache.add(key, 0, timeout=AN_HOUR)
    try:
        return int(cache.incr(key)) > MOST_AN_HOUR
    except ValueError:
        # It lapsed between the two lines; this is the first request of another hour.
        return False
