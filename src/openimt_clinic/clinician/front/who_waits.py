"""Who waits: in the order in which they came, with what is still to do for each. Nothing ranks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.assess.front_door.meanwhile import Now, Waits, days_waiting, to_do
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.front.words import STEPS
from openimt_clinic.components.cases_of import URGENT
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral, ReferralState
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord
from openimt_clinic.records.safety_plan import SafetyPlan


@dataclass(frozen=True)
class Waiting:
    """One person who waits. ``to_do``: the steps still open, the next first; ``may_open``: whether
    the user may open the record."""

    referral: Referral
    name: str
    days: str
    with_whom: str
    to_do: tuple[Now, ...]
    next_says: str
    check_in: date | None
    may_open: bool

    @property
    def then(self) -> tuple[str, ...]:
        """What is missing after the first of it."""
        return tuple(str(STEPS[one]) for one in self.to_do[1:])

    @property
    def danger(self) -> bool:
        """Whether somebody must act now; such a person is never just waiting."""
        return Now.SAFETY_FIRST in self.to_do


def waiting_rows() -> QuerySet[Referral]:
    """Everybody who waits, the first who came first; nobody whose course has ended."""
    rows = Referral.objects.filter(
        state=ReferralState.WAITING.value, patient__ended_on__isnull=True
    )
    return rows.select_related("patient").order_by("referred_on", "received_at")


def waiting(rows: Iterable[Referral], standing: Standing, on: date) -> tuple[Waiting, ...]:
    """The rows ready to print; the same few questions however many there are."""
    found = list(rows)
    people = [row.patient_id for row in found if row.patient_id]
    known = Known.of(people, standing, on)
    return tuple(_waiting(row, row.patient, known, on) for row in found if row.patient)


def waits_of(referral: Referral, patient: Patient, standing: Standing, on: date) -> Waits:
    """What the core asks about one person who waits."""
    return Known.of([patient.pk], standing, on).waits(referral)


@dataclass(frozen=True)
class Known:
    """What the database says of all who wait, by person."""

    danger: frozenset[UUID]
    plans: frozenset[UUID]
    meetings: frozenset[UUID]
    treating: dict[UUID, str]
    mine: frozenset[UUID]

    @classmethod
    def of(cls, people: list[UUID], standing: Standing, on: date) -> "Known":
        """Asks once for all of them."""
        care = CareRelation.objects.filter(patient__in=people, until__isnull=True)
        treating = care.filter(kind=CareKind.TREATING.value).select_related("user")
        plans = SafetyPlan.objects.filter(patient__in=people)
        meetings = Appointment.objects.filter(
            patient__in=people,
            state__in=(AppointmentState.PLANNED.value, AppointmentState.KEPT.value),
        )
        mine = care.filter(user=standing.user)
        return cls(
            danger=in_danger(people, on),
            plans=frozenset(plans.values_list("patient", flat=True)),
            meetings=frozenset(meetings.values_list("patient", flat=True)),
            treating={row.patient_id: row.user.name for row in treating},
            mine=frozenset(mine.values_list("patient", flat=True)),
        )

    def waits(self, row: Referral) -> Waits:
        """One row as the core knows it."""
        who = row.patient_id
        return Waits(
            since=row.referred_on,
            danger=who in self.danger,
            numbers=row.numbers_given_on is not None,
            safety_plan=who in self.plans,
            meeting=who in self.meetings,
            check_in=row.check_in_on,
        )


def in_danger(people: Iterable[UUID], on: date) -> frozenset[UUID]:
    """Who has said something that calls for an answer today, or is judged to be in danger now."""
    listed = list(people)
    said = AlertCase.objects.filter(
        patient__in=listed, closed_at__isnull=True, response__in=URGENT
    ).values_list("patient", flat=True)
    judged = SafetyJudgementRecord.objects.filter(patient__in=listed, judged_on__lte=on)
    latest: dict[UUID, bool] = {}
    for row in judged:
        latest.setdefault(row.patient_id, row.imminent_risk and row.until >= on)
    return frozenset(said) | {who for who, danger in latest.items() if danger}


def _waiting(row: Referral, patient: Patient, known: Known, on: date) -> Waiting:
    steps = to_do(known.waits(row), on)
    return Waiting(
        referral=row,
        name=patient.name,
        days=waits_says(row.referred_on, on),
        with_whom=known.treating.get(patient.pk, _("nobody yet")),
        to_do=steps,
        next_says=str(STEPS[steps[0]]) if steps else _("all of it has begun"),
        check_in=row.check_in_on,
        may_open=patient.pk in known.mine,
    )


def waits_says(since: date, on: date) -> str:
    """How long, in plain days."""
    days = days_waiting(since, on)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
