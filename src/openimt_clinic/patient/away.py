"""When somebody who treats the person is away, and who is there then: told before it begins."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from openimt_clinic.access.cover import clinic_day, standing_absences, there_for
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User

SHOWN = 6


@dataclass(frozen=True)
class Away:
    """One absence as the person reads it. ``cover``: who is there for them; None: we still say."""

    who: str
    cover: str | None
    first: date
    last: date


def away(patient: Patient) -> list[Away]:
    """Absences of those who treat the person that are not over yet, the first one first."""
    treating = CareRelation.objects.filter(
        patient=patient, kind=CareKind.TREATING.value, until__isnull=True
    ).values("user")
    today = clinic_day(patient.clinic, timezone.now())
    ahead = standing_absences().filter(who__in=treating, last__gte=today)
    rows = ahead.select_related("who", "cover").order_by("first")[:SHOWN]
    return [_away(one, there_for(one, patient)) for one in rows]


def _away(one: PlannedAbsence, cover: User | None) -> Away:
    return Away(one.who.name, cover.name if cover else None, one.first, one.last)
