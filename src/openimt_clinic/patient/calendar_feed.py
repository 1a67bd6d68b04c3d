"""The feed of a person's appointments and reminders: times, and the clinic's neutral name."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.components import calendar_feed as feeds
from openimt_clinic.components.calendar_hours import hour
from openimt_clinic.database.wall import inside
from openimt_clinic.patient.calendar_address import choice_of
from openimt_clinic.patient.reminder_events import reminders_as_events
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.patient import Patient


@require_safe
def calendar_feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """The feed of whoever made this address; 404 once it was ended."""
    choice = choice_of(secret)
    if choice is None:
        raise Http404
    with inside(clinic=choice.clinic_id):
        return feeds.given_out(str(choice.pk), lambda: feed(choice.patient, timezone.now()))


def feed(patient: Patient, now: datetime) -> bytes:
    """The person's appointments from two months ago on, and the reminders ahead."""
    return feeds.feed(patient.clinic.patient_name, _entries(patient, now), now)


def _entries(patient: Patient, now: datetime) -> Iterator[feeds.Entry]:
    """Whoever looks over a shoulder sees the clinic's neutral name, and nothing of what it is."""
    title, zone = patient.clinic.patient_name, ZoneInfo(patient.clinic.time_zone)
    rows = Appointment.objects.filter(patient=patient, starts_at__gte=now - feeds.PAST)
    for one in rows.order_by("starts_at"):
        yield hour(one, title, zone)
    for reminder in reminders_as_events(patient, now):
        lasts = reminder.ends_at - reminder.starts_at
        # The day stays free for others' invitations.
        yield feeds.Entry(reminder.uid, title, reminder.starts_at, lasts, busy=False)
