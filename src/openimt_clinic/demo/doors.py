"""People at the doors: three were referred, one of them in danger; two wait, one was helped on, one
has left by the back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from openimt.assess.front_door.asked import front_door
from openimt.assess.front_door.pattern import Pattern
from openimt.assess.front_door.screening import Answered
from openimt.deliver.ending import Ending, Way
from openimt_clinic.actions.back_door.ending import Later, end_course, prepare_ending
from openimt_clinic.actions.enrolling import enrol
from openimt_clinic.actions.front_door.accepting import accept_referral
from openimt_clinic.actions.front_door.door_alerts import take_at_the_door, try_at_the_door
from openimt_clinic.actions.front_door.referring import (
    Found,
    Referred,
    decline_referral,
    note_found,
    receive_referral,
    screen_referral,
)
from openimt_clinic.actions.front_door.waiting import give_numbers, set_check_in
from openimt_clinic.actions.prior_treatments import Treatment, note_prior_treatment
from openimt_clinic.demo.accounts import ANA, LEA, ROSA, TOMAS
from openimt_clinic.demo.clinic import ZONE, Staff
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.contact_line import ContactWay as Tried
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import ContactWay, Referral, Referrer
from openimt_clinic.records.referral_alert import ReferralAlert

CALM = {one.id: Answered("no") for one in front_door().questions} | {
    "can_be_reached": Answered("yes", "evenings after six; a message may be left"),
    "wants_this": Answered("yes", "Fewer rows, and to keep the job this time."),
    "fits_their_life": Answered("unknown", "works shifts; ask for the rota"),
}


@dataclass(frozen=True)
class Sent:
    """An invented referral, so many days ago."""

    name: str
    days: int
    referrer: Referrer
    by: str
    why: str
    year: int


NADIA = Sent("Nadia F", 2, Referrer.FAMILY_DOCTOR, "Dr Holm",
             "Rows with everybody close; two nights in hospital this year.", 1997)  # fmt: skip
ROBIN = Sent("Robin E", 6, Referrer.ONESELF, "",
             "Has read about such difficulties and asks for an assessment.", 2001)  # fmt: skip
SELMA = Sent("Selma A", 41, Referrer.HOSPITAL, "ward 3, Dr Quist",
             "After a short stay. Diagnosis made there; wants therapy.", 1989)  # fmt: skip
PAVEL = Sent("Pavel R", 23, Referrer.OTHER_CLINIC, "Practice at the park",
             "Therapist retires in spring; asks to go on.", 1984)  # fmt: skip
IDA = Sent("Ida W", 15, Referrer.FAMILY, "her brother",
           "Drinks daily since summer; asks for help with both.", 1979)  # fmt: skip

MILO = Sent("Milo K", 0, Referrer.HOSPITAL, "emergency room, Dr Ahn",
            "Came in by himself last night after a quarrel and went home in the morning.",
            2003)  # fmt: skip


def open_doors(clinic: Clinic, staff: Staff, now: datetime) -> None:
    """Everybody at the front door, and the one who went out by the back door."""
    # A referral of tomorrow would be refused, also where the demo is filled for a later day.
    today = min(now.astimezone(ZONE).date(), timezone.localdate())
    ana, tomas, lea = staff[ANA.email], staff[TOMAS.email], staff[LEA.email]
    receive_referral(clinic=clinic, referred=_referred(NADIA, today), by=lea)
    _looked_at(receive_referral(clinic=clinic, referred=_referred(ROBIN, today), by=ana), staff)
    for sent, ready in ((SELMA, True), (PAVEL, False)):
        kept = receive_referral(clinic=clinic, referred=_referred(sent, today), by=tomas)
        _looked_at(kept, staff)
        patient = accept_referral(
            referral=kept, treated_by=tomas, code=f"door-{sent.name[0].lower()}", by=tomas
        )
        if ready:
            _ready(kept, patient, staff)
    _helped_on(
        receive_referral(clinic=clinic, referred=_referred(IDA, today), by=ana), staff, today
    )
    _in_danger(receive_referral(clinic=clinic, referred=_referred(MILO, today), by=lea), staff)
    _ended(clinic, staff, today)


def _referred(sent: Sent, today: date) -> Referred:
    given, _, initial = sent.name.partition(" ")
    return Referred(
        given_name=given,
        family_initial=initial,
        contact_way=ContactWay.TELEPHONE,
        contact="030 555 0133",
        referrer=sent.referrer,
        referred_on=today - timedelta(days=sent.days),
        why=sent.why,
        referred_by=sent.by,
        birth_year=sent.year,
    )


def _looked_at(sent: Referral, staff: Staff) -> None:
    by = staff[TOMAS.email]
    screen_referral(referral=sent, answers=CALM, by=by)
    pattern = Pattern((1, 2, 5, 6, 8), True, "moderate", ("borderline", "negative_affectivity"))
    note_found(referral=sent, found=Found("6D11.5", sent.referred_on, pattern=pattern), by=by)


def _in_danger(sent: Referral, staff: Staff) -> None:
    """Danger was said before there is a record: whoever is on duty is on it."""
    said = {**CALM, "danger_now": Answered("yes", "He thinks of dying and has tablets at home.")}
    done = "Called him back; his sister stays with him until the evening."
    screen_referral(referral=sent, answers=said, danger_done=done, by=staff[LEA.email])
    alert = ReferralAlert.objects.get(referral=sent)
    who = alert.owner or staff[ROSA.email]
    alert = take_at_the_door(alert=alert, by=who)
    says = "No answer; his sister will ask him to call back before four."
    try_at_the_door(alert=alert, way=Tried.PHONE, reached=False, says=says, by=who)


def _ready(sent: Referral, patient: Patient, staff: Staff) -> None:
    """What has begun for somebody who waits, and what was before."""
    by = staff[TOMAS.email]
    give_numbers(referral=sent, by=by)
    set_check_in(referral=sent, on=timezone.localdate() + timedelta(days=9), by=by)
    told = Treatment(
        therapy="dbt",
        began="2022-02",
        ended="2023-03",
        sessions_planned=50,
        sessions_attended=31,
        trained_therapist=None,
        ended_because="The group was full of people I knew from the ward. I stopped talking.",
        reason="safety_of_environment",
    )
    note_prior_treatment(patient=patient, told=told, by=by)


def _helped_on(sent: Referral, staff: Staff, today: date) -> None:
    by = staff[ANA.email]
    drinks = {**CALM, "intoxicated_or_withdrawing": Answered("yes", "a bottle of wine a day")}
    screen_referral(referral=sent, answers=drinks, by=by)
    decline_referral(
        referral=sent,
        reason="Coming off alcohol safely comes first, and we have no ward for it.",
        onward="Day clinic Lindenhof (invented), 030 555 0177: first talk on Thursday, we made the "
        "call together. She can come back here afterwards without a new referral.",
        told="Ida and her brother, by telephone",
        told_on=today - timedelta(days=8),
        by=by,
    )


def _ended(clinic: Clinic, staff: Staff, today: date) -> None:
    """A course that ended half a year ago; somebody asks these days how it is."""
    by, on = staff[ANA.email], today - timedelta(days=176)
    patient = enrol(
        clinic=clinic,
        given_name="Vera",
        family_initial="O",
        code="door-v",
        started_on=on - timedelta(weeks=70),
        treated_by=by,
        by=by,
    )
    ending = Ending(
        Way.PLANNED,
        on,
        gains=("I ask before I am sure.", "A row is a row, not the end."),
        signs=("three nights of little sleep", "long messages after midnight"),
        helps=("call Jana", "the page on my wall", "no letters at night"),
        people=("Jana", "my aunt"),
        feelings="Sad, proud, and a little cross that it is over.",
        way_back="Call and say that you have been here before. You need no new referral.",
        call="Reception, 030 555 0101",
    )
    later = Later(check_ins=(on + timedelta(days=182), on + timedelta(days=365)))
    kept = prepare_ending(patient=patient, ending=ending, later=later, shown=True, by=by)
    end_course(ending=kept, by=by)
