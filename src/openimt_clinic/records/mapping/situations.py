"""A patient's records as the core's situation: what it takes to say who needs someone, and why."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from openimt.assess.library import load
from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import AppointmentState
from openimt.deliver.story.checks import Check, LookAfter
from openimt.formulate.profile import Profile
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.terms import Response
from openimt.track.alliance import Recheck, alliance, recheck
from openimt.track.attention import OpenAlert, Situation
from openimt.track.course import Course
from openimt.track.rupture import Strain, open_strains
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.mapping.case_reviews import review_due
from openimt_clinic.records.mapping.catalogues import current_ground, ground_of, running_plan
from openimt_clinic.records.mapping.common_modules import days_of_sessions, ruptures_of
from openimt_clinic.records.mapping.contacts import call_of, owed_to
from openimt_clinic.records.mapping.courses import courses_of, phases_of
from openimt_clinic.records.mapping.look_after import waiting_work
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.mapping.ratings import ratings_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion

ALLIANCE = "c2"
"""The common module of the alliance."""
OF = Given("patient")
ALLIANCE_JUDGED = AskedValues(
    lambda: CommonStateRecord.objects.filter(patient=OF, module=ALLIANCE).values_list("on")
)
OWN_HOURS = AskedValues(
    lambda: (
        Appointment.objects.filter(patient=OF, meeting__isnull=True)
        .order_by("starts_at")
        .values_list("starts_at", "state")
    )
)
PROPOSED_ON = AskedValues(
    lambda: PlanVersion.objects.filter(
        patient=OF, state=PlanState.PROPOSED.value
    ).values_list("on")
)  # fmt: skip
OPEN_ALERTS = Asked(lambda: AlertCase.objects.filter(patient=OF, closed_at__isnull=True))


def adopted_plan(patient: Patient) -> Plan | None:
    """The plan in force, or None."""
    version = running_plan(patient)
    return plan_of(version) if version else None


def plan_in_force(patient: Patient) -> tuple[Plan | None, Catalogue]:
    """The plan in force, or None, with the catalogue that this person's pages are read from."""
    version = running_plan(patient)
    if version is None:
        return None, current_ground(patient.clinic).catalogue
    return plan_of(version), ground_of(version).catalogue


def profile_of(patient: Patient, on: date, catalogue: Catalogue, plan: Plan | None) -> Profile:
    """What is known of the patient on the day, with the gates of the plan in force."""
    planned = {placement.module for placement in plan.placements} if plan else None
    return understand(assessment_of(patient, on), catalogue, planned)


def situation_of(
    patient: Patient,
    on: date,
    profile: Profile,
    plan: Plan | None,
    catalogue: Catalogue,
    now: datetime | None = None,
) -> Situation:
    """The patient's facts on the day, for ``openimt.track.attention``. ``now``: the moment, for
    what is asked by the hour; None = none of it."""
    zone = ZoneInfo(patient.clinic.time_zone)
    held = OWN_HOURS.all(patient=patient.pk)
    days = [(at.astimezone(zone).date(), AppointmentState(state)) for at, state in held]
    planned = [day for day, state in days if state is AppointmentState.PLANNED and day >= on]
    proposed = PROPOSED_ON.flat(patient=patient.pk)
    open_between = between(patient, on)
    return Situation(
        assessment=profile.assessment,
        phase=profile.phase,
        settings=catalogue.settings,
        alerts=_open_alerts(patient, zone),
        courses=_published(courses_of(patient, profile.assessment, phases_of(patient))),
        appointments=tuple((day, state) for day, state in days if day <= on),
        next_on=min(planned, default=None),
        proposed_on=proposed[0] if proposed else None,
        has_plan=plan is not None,
        course_review=review_due(patient, on),
        look_after=_look_after(patient, now) if now else (),
        strains=open_between.strains,
        recheck=open_between.recheck,
        contact_by=_contact_by(patient, now, zone) if now else None,
        call_on=call_of(patient),
    )


def _contact_by(patient: Patient, now: datetime, zone: ZoneInfo) -> datetime | None:
    line = owed_to(patient, now)
    return line.next_by.astimezone(zone) if line and line.next_by else None


def _look_after(patient: Patient, now: datetime) -> tuple[tuple[LookAfter, Check], ...]:
    found = ((one, one.waiting(now)) for one in waiting_work(patient, now))
    return tuple((work, check) for work, check in found if check is not None)


@dataclass(frozen=True)
class Between:
    """What is open between the two in the room: strains, and a look at the alliance."""

    strains: tuple[Strain, ...]
    recheck: Recheck | None


def between(patient: Patient, on: date) -> Between:
    """As it stands on the day."""
    held = [day for day in days_of_sessions(patient) if patient.started_on <= day <= on]
    ruptures = [noted.rupture for noted in ruptures_of(patient)]
    ratings = ratings_of(patient).session
    falls = [rated.on for rated in alliance(ratings).ratings if rated.fell]
    judged = ALLIANCE_JUDGED.flat(patient=patient.pk)
    looked = [*(one.on for one in ratings if one.shared), *judged]
    again = recheck(patient.started_on, falls, [one.on for one in ruptures], held, looked)
    return Between(open_strains(ruptures, held), again)


def _published(courses: tuple[Course, ...]) -> tuple[Course, ...]:
    """Session ratings and other sets of our own may prompt a talk; they are no worsening."""
    return tuple(course for course in courses if not load(course.measure).own)


def _open_alerts(patient: Patient, zone: ZoneInfo) -> tuple[OpenAlert, ...]:
    rows = OPEN_ALERTS.all(patient=patient.pk)
    return tuple(
        OpenAlert(
            Response(row.response),
            row.says,
            row.received_at.astimezone(zone).date(),
            row.acknowledged_at is not None,
        )
        for row in rows
    )
