"""The hours of one person: each taken once, in the course, and not years ahead."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.errors import DeliveryError
from openimt_clinic.actions.back_door.ending import FARTHEST_YEARS
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.patient import Patient

LONGEST = timedelta(hours=6)
"""Longer than any appointment."""
STANDS = (AppointmentState.PLANNED.value, AppointmentState.KEPT.value)


def hours_of(patient_id: UUID) -> Patient:
    """The person, whose hours nobody else changes until this is done: who comes at the same time
    waits here, and then sees what is taken."""
    return Patient.objects.select_for_update(of=("self",), no_key=True).get(pk=patient_id)


def taken(
    patient: Patient,
    moments: Collection[datetime],
    minutes: int,
    *,
    but: Appointment | None = None,
) -> Appointment | None:
    """One of the person's that reaches into one of these times of so many minutes; ``but``: apart
    from this."""
    mine = Appointment.objects.filter(patient=patient)
    return _first_in(mine.exclude(pk=but.pk) if but else mine, moments, minutes)


def also_then(made: Sequence[Appointment]) -> Appointment | None:
    """One with the same therapist and somebody else that reaches into one of these."""
    first = made[0]
    others = Appointment.objects.filter(with_whom=first.with_whom_id)
    moments = [one.starts_at for one in made]
    return _first_in(others.exclude(patient=first.patient_id), moments, first.minutes)


def _first_in(
    rows: QuerySet[Appointment], moments: Collection[datetime], minutes: int
) -> Appointment | None:
    if not moments:
        return None
    lasts = timedelta(minutes=minutes)
    near = rows.filter(
        state__in=STANDS, starts_at__gt=min(moments) - LONGEST, starts_at__lt=max(moments) + lasts
    )
    ordered = near.order_by("starts_at")
    return next((one for one in ordered if any(_meet(one, at, at + lasts) for at in moments)), None)


def _meet(one: Appointment, begins: datetime, ends: datetime) -> bool:
    return one.starts_at < ends and begins < one.starts_at + timedelta(minutes=one.minutes)


def refuse_taken(one: Appointment, at: datetime, *, field: str) -> None:
    """Raises DeliveryError when another of the person reaches into that time."""
    if taken(one.patient, [at], one.minutes, but=one):
        raise DeliveryError(_("There is another appointment at that hour."), field=field)


def says_taken(there: Appointment, zone: ZoneInfo) -> str:
    """When the other one is."""
    at = date_format(there.starts_at.astimezone(zone), "j M Y, H:i")
    return _("There is an appointment at that hour already: %(at)s.") % {"at": at}


def refuse_far(patient: Patient, day: date, *, field: str) -> None:
    """Raises DeliveryError for a day before the course began, or so far ahead that the year is a
    slip."""
    if day < patient.started_on:
        raise DeliveryError(_("The course began later than that."), field=field)
    if day.year > timezone.localdate().year + FARTHEST_YEARS:
        raise DeliveryError(_("This is too far ahead; look at the year."), field=field)
