"""When somebody who treats the person is away, and who is there then: told before it begins."""

from django.utils import timezone

from openimt_clinic.access.cover import clinic_day, standing_absences
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.planned_absence import PlannedAbsence

SHOWN = 6


def away(patient: Patient) -> list[PlannedAbsence]:
    """Absences of those who treat the person that are not over yet, the first one first."""
    treating = CareRelation.objects.filter(
        patient=patient, kind=CareKind.TREATING.value, until__isnull=True
    ).values("user")
    today = clinic_day(patient.clinic, timezone.now())
    ahead = standing_absences().filter(who__in=treating, last__gte=today)
    return list(ahead.select_related("who", "cover").order_by("first")[:SHOWN])
