"""Who is there for whom while somebody who treats is away."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from openimt_clinic.database.asked import Given
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.fit_choice import KeptApart
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User


def clinic_day(clinic: Clinic, now: datetime) -> date:
    """The day by the clinic's clock."""
    return now.astimezone(ZoneInfo(clinic.time_zone)).date()


def day_bounds(clinic: Clinic, first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last, by the clinic's clock."""
    zone = ZoneInfo(clinic.time_zone)
    after = last + timedelta(days=1)
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


def standing_absences() -> QuerySet[PlannedAbsence]:
    """Those that nobody took back."""
    return PlannedAbsence.objects.filter(taken_back_at__isnull=True)


def covered_by(user: User | Given, on: date | Given) -> QuerySet[PlannedAbsence]:
    """The absences of that day in which the user is there instead."""
    return standing_absences().filter(cover=user, first__lte=on, last__gte=on)


def away_on(clinic: Clinic, day: date) -> QuerySet[PlannedAbsence]:
    """Who of the clinic is away on that day."""
    return standing_absences().filter(clinic=clinic, first__lte=day, last__gte=day)


def in_cover_of(user: User | Given, on: date | Given) -> QuerySet[CareRelation]:
    """The care relations of people whose therapist the user covers on that day; never of somebody
    who asked for a change from the user."""
    away = covered_by(user, on).values("who")
    apart = _kept_apart().filter(user=user)
    return _treating().filter(user__in=away).exclude(patient__in=apart.values("patient"))


def there_for(absence: PlannedAbsence, patient: Patient) -> User | None:
    """Who is there for this person meanwhile: the cover, or, where a change from the cover was
    asked for, whoever else treats the person; None: somebody is still to be found."""
    apart = _kept_apart().filter(patient=patient)
    if not apart.filter(user=absence.cover_id).exists():
        return absence.cover
    also_away = standing_absences().filter(first__lte=absence.last, last__gte=absence.first)
    others = _treating().filter(patient=patient).exclude(user__in=also_away.values("who"))
    held = others.exclude(user__in=apart.values("user")).select_related("user")
    first = held.filter(user__is_active=True).order_by("since", "pk").first()
    return first.user if first else None


def without_cover(absence: PlannedAbsence) -> list[Patient]:
    """The people in the care of who is away for whom somebody is still to be found."""
    care = _treating().filter(user=absence.who_id)
    people = Patient.objects.filter(
        pk__in=_kept_apart().filter(user=absence.cover_id).values("patient"),
        ended_on__isnull=True,
    ).filter(pk__in=care.values("patient"))
    return [one for one in people.order_by("code") if there_for(absence, one) is None]


def _treating() -> QuerySet[CareRelation]:
    return CareRelation.objects.filter(kind=CareKind.TREATING.value, until__isnull=True)


def _kept_apart() -> QuerySet[KeptApart]:
    return KeptApart.objects.filter(taken_back_at__isnull=True)
