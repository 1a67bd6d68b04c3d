"""Filling the demo clinic. Running it again keeps what is there."""

from datetime import datetime

from django.db import transaction

from openimt.simulate.person import InventedPerson
from openimt.simulate.sixteen import clinic_of_sixteen
from openimt_clinic.actions.enrolling import enrol, give_account, relate
from openimt_clinic.actions.inventing import keep_invented_course
from openimt_clinic.actions.looking import look_at_everybody
from openimt_clinic.database.wall import inside
from openimt_clinic.demo.accounts import ANA, PASSWORD, PATIENTS, TOMAS, OwnLogIn
from openimt_clinic.demo.alerts import alert_cases
from openimt_clinic.demo.answers import answer_sets
from openimt_clinic.demo.cards import cards
from openimt_clinic.demo.clinic import (
    ZONE,
    Staff,
    fill_roster,
    invite_staff,
    note_time_off,
    open_clinic,
)
from openimt_clinic.demo.doors import open_doors
from openimt_clinic.demo.facts import events, findings
from openimt_clinic.demo.formulation import write_formulation
from openimt_clinic.demo.foundations import foundations
from openimt_clinic.demo.groups import make_a_group
from openimt_clinic.demo.guard import refuse_real_people
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.demo.medicines import beside_therapy
from openimt_clinic.demo.meetings import meetings
from openimt_clinic.demo.modes import write_modes
from openimt_clinic.demo.moments import note_moments
from openimt_clinic.demo.offers import make_offers
from openimt_clinic.demo.plans import plan_versions
from openimt_clinic.demo.safety import holders, safety_plans
from openimt_clinic.demo.story import tell_story
from openimt_clinic.demo.told import tell_more
from openimt_clinic.records.care_relation import CareKind
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.record import PatientRecord
from openimt_clinic.records.user import User
from openimt_clinic.settling import settle_catalogue

SEED = 7
READ_ALONG = 4
"""So many of the sixteen have both clinicians: one treats, one of the team reads."""
TO_DECIDE = ("demo03", "demo06", "demo11")
"""People whose plan of today waits for somebody to adopt or reject it."""


@transaction.atomic
def load_demo(now: datetime) -> bool:
    """Makes the demo clinic unless it is there; True when it was made.

    All or nothing. Raises ServiceError for a database with a clinic that is no demo.
    """
    refuse_real_people()
    if Clinic.objects.filter(is_demo=True).exists():
        return False
    people = clinic_of_sixteen(SEED, now.astimezone(ZONE).date(), zone=ZONE)
    clinic = open_clinic()
    with inside(clinic=clinic.pk):
        staff = invite_staff(clinic)
        settle_catalogue(clinic, now)
        fill_roster(clinic, staff, now)
        for place, person in enumerate(people):
            _settle(clinic, person, place, staff, now)
        open_doors(clinic, staff, now)
        note_time_off(clinic, staff, now)
        make_offers(clinic, staff, now)
        make_a_group(clinic, staff, now)
        look_at_everybody(clinic, now)
    return True


def _settle(
    clinic: Clinic, person: InventedPerson, place: int, staff: Staff, now: datetime
) -> None:
    """One person: enrolled, with their log-in if they have one, and their whole course."""
    pair = (staff[ANA.email], staff[TOMAS.email])
    treating, other = pair if place % 2 == 0 else pair[::-1]
    patient = _enrol(clinic, person, treating)
    if place < READ_ALONG:
        relate(patient=patient, user=other, kind=CareKind.TEAM, since=person.start, by=treating)
    log_in = next((one for one in PATIENTS if one.person == person.id), None)
    account = _account(patient, log_in, treating) if log_in else None
    keeping = Keeping(patient, treating, account, now)
    rows = course(person, keeping, waits=log_in is not None and log_in.waits)
    keep_invented_course(
        patient=patient,
        rows=rows,
        by=treating,
        sessions_per_week=person.context.sessions_per_week,
        ended_on=person.left_on,
    )
    write_modes(patient, treating, now)
    if account is not None:
        tell_story(patient, account, now)
        note_moments(patient, account, now)
        tell_more(keeping, other)
    write_formulation(patient, treating, now)


def course(person: InventedPerson, keeping: Keeping, *, waits: bool) -> list[PatientRecord]:
    """Everything that is recorded of the person, what is pointed at first."""
    sets = answer_sets(person, keeping, waits=waits)
    days, plans = cards(sets, keeping), safety_plans(person, keeping)
    return [
        *sets,
        *days,
        *events(person, keeping, sets),
        *findings(person, keeping),
        *meetings(person, keeping),
        *plans,
        *holders(plans, keeping),
        *plan_versions(person, keeping, to_decide=person.id in TO_DECIDE),
        *alert_cases(sets, keeping),
        *foundations(person, keeping),
        *beside_therapy(keeping),
    ]


def _enrol(clinic: Clinic, person: InventedPerson, treating: User) -> Patient:
    given, _, rest = person.name.partition(" ")
    return enrol(
        clinic=clinic,
        given_name=given,
        family_initial=rest[:1],
        code=person.id,
        started_on=person.start,
        treated_by=treating,
        by=treating,
        therapy=person.therapy,
        language=person.language,
    )


def _account(patient: Patient, log_in: OwnLogIn, treating: User) -> User:
    return give_account(patient=patient, email=log_in.email, password=PASSWORD, by=treating)
