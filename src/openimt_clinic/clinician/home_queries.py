"""What a patient's home asks the records, gathered as core values."""

from dataclasses import dataclass
from datetime import date, datetime

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import Assessment
from openimt.formulate.profile import Profile
from openimt.plan.plan import Plan
from openimt.track.course import Course
from openimt.track.measure import Measured
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.clinician.agenda_queries import agenda_of
from openimt_clinic.clinician.open_cases import OPEN
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.mapping.catalogues import current_ground, ground_of
from openimt_clinic.records.mapping.courses import course_of, measures_of, phases_of
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.mapping.situations import profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.session_record import SessionRecord

OF = Given("patient")
NEWEST_PLAN = Asked(lambda: SafetyPlan.objects.filter(patient=OF)[:1])
LAST = Asked(lambda: SessionRecord.objects.filter(patient=OF)[:1])
NEXT = Asked(
    lambda: (
        Appointment.objects.filter(
            patient=OF, state=AppointmentState.PLANNED.value, starts_at__gte=Given("now"),
            meeting__isnull=True,
        )
        .select_related("with_whom")
        .order_by("starts_at")[:1]
    )
)  # fmt: skip
VERSION = Asked(
    lambda: (
        PlanVersion.objects.filter(
            patient=OF, state__in=[PlanState.ADOPTED.value, PlanState.PROPOSED.value]
        )
        .select_related("made_with", "clinic")
        .defer("made_with__files")
        .order_by("state")[:1]
    )
)


@dataclass(frozen=True)
class Known:
    """Everything a patient's home is drawn from. ``plan`` None: none was adopted or proposed."""

    on: date
    catalogue: Catalogue
    profile: Profile
    plan: Plan | None
    adopted: bool
    points: tuple[AgendaPoint, ...]
    measures: tuple[Measured, ...]
    course: Course | None
    next_appointment: Appointment | None
    safety_plan: SafetyPlan | None
    alerts: tuple[AlertCase, ...]


def known_of(patient: Patient, now: datetime, measure: str = "") -> Known:
    """What is known of a patient at this moment; the plan in force goes before a proposed one.

    ``measure``: the one whose course is drawn; else that with most readings.
    """
    on = clinic_day(patient.clinic, now)
    version = _version(patient)
    catalogue = (ground_of(version) if version else current_ground(patient.clinic)).catalogue
    plan = plan_of(version) if version else None
    profile = profile_of(patient, on, catalogue, plan)
    measures = measures_of(patient, profile.assessment)
    alerts = tuple(OPEN.all(patient=patient.pk))
    return Known(
        on=on,
        catalogue=catalogue,
        profile=profile,
        plan=plan,
        adopted=version is not None and version.state == PlanState.ADOPTED.value,
        points=_points(patient, plan, profile, catalogue, on),
        measures=measures,
        course=_drawn(patient, profile.assessment, measures, measure),
        next_appointment=_next(patient, now),
        safety_plan=NEWEST_PLAN.first(patient=patient.pk),
        alerts=alerts,
    )


def _drawn(
    patient: Patient, assessment: Assessment, measures: tuple[Measured, ...], asked: str
) -> Course | None:
    if not measures:
        return None
    chosen = next((one for one in measures if one.id == asked), measures[0])
    return course_of(patient, assessment, phases_of(patient), chosen)


def _version(patient: Patient) -> PlanVersion | None:
    """The adopted version, else the proposed one (*adopted* sorts before *proposed*)."""
    return VERSION.first(patient=patient.pk)


def _points(
    patient: Patient, plan: Plan | None, profile: Profile, catalogue: Catalogue, on: date
) -> tuple[AgendaPoint, ...]:
    if plan is None:
        return ()
    last = LAST.first(patient=patient.pk)
    return agenda_of(patient, plan, profile, catalogue, on=on, last=last)


def _next(patient: Patient, now: datetime) -> Appointment | None:
    return NEXT.first(patient=patient.pk, now=now)
