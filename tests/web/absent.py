"""Somebody who treats is away, and somebody else is there."""

from datetime import date, timedelta

from django.utils import timezone

from openimt_clinic.records.planned_absence import PlannedAbsence
from tests.web.people import People


def today() -> date:
    return timezone.localdate()


def an_absence(people: People, begins: int = 0, days: int = 7) -> PlannedAbsence:
    """Ana is away, and Ben is there for her; ``begins`` days from today."""
    first = today() + timedelta(days=begins)
    return PlannedAbsence.objects.create(
        clinic=people.clinic,
        who=people.ana,
        cover=people.ben,
        first=first,
        last=first + timedelta(days=days),
        noted_at=timezone.now(),
    )
