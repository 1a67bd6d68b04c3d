"""The hours of one person: each taken once, in the course, and not years ahead."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import DeliveryError
from openimt_clinic.actions.back_door.ending import FARTHEST_YEARS
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.patient import Patient

STANDS = (AppointmentState.PLANNED.value, AppointmentState.KEPT.value)


def hours_of(patient_id: UUID) -> Patient:
    """The person, whose hours nobody else changes until this is done: who comes at the same time
    waits here, and then sees what is taken."""
    return Patient.objects.select_for_update(of=("self",), no_key=True).get(pk=patient_id)


def taken(
    patient: Patient, moments: Collection[datetime], *, but: Appointment | None = None
) -> Appointment | None:
    """One that stands at one of these hours already; ``but``: apart from this."""
    there = Appointment.objects.filter(patient=patient, starts_at__in=moments, state__in=STANDS)
    return (there.exclude(pk=but.pk) if but else there).first()


def refuse_taken(one: Appointment, at: datetime, *, field: str) -> None:
    """Raises DeliveryError when another of the person stands at that hour."""
    if taken(one.patient, [at], but=one):
        raise DeliveryError(_("There is another appointment at that hour."), field=field)


def refuse_far(patient: Patient, day: date, *, field: str) -> None:
    """Raises DeliveryError for a day before the course began, or so far ahead that the year is a
    slip."""
    if day < patient.started_on:
        raise DeliveryError(_("The course began later than that."), field=field)
    if day.year > timezone.localdate().year + FARTHEST_YEARS:
        raise DeliveryError(_("This is too far ahead; look at the year."), field=field)
