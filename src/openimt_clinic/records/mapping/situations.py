"""A patient's records as the core's situation: what it takes to say who needs someone, and why."""

from datetime import date
from zoneinfo import ZoneInfo

from openimt.assess.library import load
from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import AppointmentState
from openimt.formulate.profile import Profile
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.terms import Response
from openimt.track.attention import OpenAlert, Situation
from openimt.track.course import Course
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.mapping.case_reviews import review_due
from openimt_clinic.records.mapping.courses import courses_of, phases_of
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion


def adopted_plan(patient: Patient) -> Plan | None:
    """The plan in force, or None."""
    version = PlanVersion.objects.filter(patient=patient, state=PlanState.ADOPTED.value).first()
    return plan_of(version) if version else None


def profile_of(patient: Patient, on: date, catalogue: Catalogue, plan: Plan | None) -> Profile:
    """What is known of the patient on the day, with the gates of the plan in force."""
    planned = {placement.module for placement in plan.placements} if plan else None
    return understand(assessment_of(patient, on), catalogue, planned)


def situation_of(
    patient: Patient, on: date, profile: Profile, plan: Plan | None, catalogue: Catalogue
) -> Situation:
    """The patient's facts on the day, for ``openimt.track.attention``."""
    zone = ZoneInfo(patient.clinic.time_zone)
    held = list(
        Appointment.objects.filter(patient=patient, meeting__isnull=True).order_by("starts_at")
    )
    days = [(one.starts_at.astimezone(zone).date(), AppointmentState(one.state)) for one in held]
    planned = [day for day, state in days if state is AppointmentState.PLANNED and day >= on]
    proposed = PlanVersion.objects.filter(patient=patient, state=PlanState.PROPOSED.value).first()
    return Situation(
        assessment=profile.assessment,
        phase=profile.phase,
        settings=catalogue.settings,
        alerts=_open_alerts(patient, zone),
        courses=_published(courses_of(patient, profile.assessment, phases_of(patient))),
        appointments=tuple((day, state) for day, state in days if day <= on),
        next_on=min(planned, default=None),
        proposed_on=proposed.on if proposed else None,
        has_plan=plan is not None,
        course_review=review_due(patient, on),
    )


def _published(courses: tuple[Course, ...]) -> tuple[Course, ...]:
    """Session ratings and other sets of our own may prompt a talk; they are no worsening."""
    return tuple(course for course in courses if not load(course.measure).own)


def _open_alerts(patient: Patient, zone: ZoneInfo) -> tuple[OpenAlert, ...]:
    rows = AlertCase.objects.filter(patient=patient, closed_at__isnull=True)
    return tuple(
        OpenAlert(
            Response(row.response),
            row.says,
            row.received_at.astimezone(zone).date(),
            row.acknowledged_at is not None,
        )
        for row in rows
    )
