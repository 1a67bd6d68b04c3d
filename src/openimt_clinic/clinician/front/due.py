"""Whom to ask how it is: follow-ups that are due, of people whose course has ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from openimt.deliver.ending import numbers
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.front.words import FOLLOW_UPS
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.follow_up import FollowUp

MOST = 20


@dataclass(frozen=True)
class Due:
    """One person to ask; ``late``: the day is past."""

    follow_up: UUID
    patient: UUID
    name: str
    kind: object
    on: date
    late: bool


def follow_ups_due(standing: Standing, now: datetime) -> tuple[Due, ...]:
    """Those of the people whom the user treated, two weeks ahead; one question."""
    today = clinic_day(standing.clinic, now)
    mine = CareRelation.objects.filter(
        user=standing.user, kind=CareKind.TREATING.value, until__isnull=True
    )
    rows = FollowUp.objects.filter(
        patient__in=mine.values("patient"),
        patient__ended_on__isnull=False,
        ending__back_on__isnull=True,
        done_at__isnull=True,
        due_on__lte=today + timedelta(days=numbers().shown_before),
    ).select_related("patient")
    return tuple(
        Due(row.pk, row.patient_id, row.patient.name, FOLLOW_UPS[row.kind], row.due_on,
            row.due_on < today)
        for row in rows[:MOST]
    )  # fmt: skip
