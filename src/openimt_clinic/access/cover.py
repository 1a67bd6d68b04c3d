"""Who is there for whom while somebody who treats is away."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User


def clinic_day(clinic: Clinic, now: datetime) -> date:
    """The day by the clinic's clock."""
    return now.astimezone(ZoneInfo(clinic.time_zone)).date()


def standing_absences() -> QuerySet[PlannedAbsence]:
    """Those that nobody took back."""
    return PlannedAbsence.objects.filter(taken_back_at__isnull=True)


def covered_by(user: User, on: date) -> QuerySet[PlannedAbsence]:
    """The absences of that day in which the user is there instead."""
    return standing_absences().filter(cover=user, first__lte=on, last__gte=on)


def in_cover_of(user: User, on: date) -> QuerySet[CareRelation]:
    """The care relations of people whose therapist the user covers on that day."""
    away = covered_by(user, on).values("who")
    return CareRelation.objects.filter(
        kind=CareKind.TREATING.value, until__isnull=True, user__in=away
    )
