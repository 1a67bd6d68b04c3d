"""People at the front door and at the back door, made the short way."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from openimt.assess.front_door.asked import front_door
from openimt.assess.front_door.screening import Answered
from openimt_clinic.actions.back_door.death import note_death
from openimt_clinic.actions.front_door.accepting import accept_referral
from openimt_clinic.actions.front_door.referring import Referred
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.follow_up import FollowUp
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prior_treatment import PriorTreatment
from openimt_clinic.records.referral import ContactWay, Referral, Referrer
from openimt_clinic.records.referral_alert import ReferralAlert
from tests.web.kept import of_dan
from tests.web.people import People

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CAME = date(2026, 11, 2)
A_YEAR_ON = timezone.localdate() + timedelta(days=365)

SENT = Referred(
    given_name="Mira",
    family_initial="T",
    contact_way=ContactWay.TELEPHONE,
    contact="030 555 0142",
    referrer=Referrer.FAMILY_DOCTOR,
    referred_on=CAME,
    why="Rows at home, two crises this year; asks for help with them.",
    birth_year=1994,
)
CALM = {one.id: Answered("no") for one in front_door().questions}
IN_DANGER = {**CALM, "danger_now": Answered("yes", "said so on the telephone")}


def rows(answers: dict[str, Answered]) -> dict[str, dict[str, str]]:
    return {name: {"answer": one.answer, "note": one.note} for name, one in answers.items()}


def a_referral(people: People, **fields: Any) -> Referral:
    """Mira, referred by her doctor; looked at and calm, unless the fields say otherwise."""
    given: dict[str, Any] = {
        "given_name": "Mira",
        "family_initial": "T",
        "birth_year": 1994,
        "contact_way": "telephone",
        "contact": "030 555 0142",
        "referrer": "family_doctor",
        "referred_by": "Dr Sommer",
        "referred_on": CAME,
        "why": "Rows at home, two crises this year.",
        "state": "in_assessment",
        "screening": rows(CALM),
        "received_by": people.ana,
        "received_at": NOW,
        "changed_by": people.ana,
        "changed_at": NOW,
    }
    return Referral.objects.create(clinic=people.clinic, **(given | fields))


def a_door_alert(people: People, **fields: Any) -> ReferralAlert:
    """Mira said at the front door that she is in danger; Ben is on duty."""
    sent = a_referral(people, screening=rows(IN_DANGER), danger_done="Called back.")
    given: dict[str, Any] = {
        "says": "Said at the front door: in danger now.",
        "response": "same_day",
        "received_at": NOW,
        "owner": people.ben,
        "second": people.lea,
        "due_at": NOW + timedelta(minutes=60),
    }
    return ReferralAlert.objects.create(clinic=people.clinic, referral=sent, **(given | fields))


def who_waits(people: People, **fields: Any) -> Referral:
    """Mira, taken in by Ana, waiting."""
    sent = a_referral(people, **fields)
    accept_referral(referral=sent, treated_by=people.ana, code=f"w-{sent.pk}"[:8], by=people.ana)
    sent.refresh_from_db()
    return sent


def a_treatment(people: People, **fields: Any) -> PriorTreatment:
    given = {"therapy": "dbt", "began": "2021", "ended": "2023", "by": people.ana, "noted_at": NOW}
    return PriorTreatment.objects.create(**of_dan(people, **(given | fields)))


def an_ending(people: People, /, **fields: Any) -> CourseEnding:
    """Dan's end as it was named, with its way back; one follow-up."""
    given: dict[str, Any] = {
        "way": "planned",
        "on": date(2026, 11, 20),
        "named_on": date(2026, 9, 1),
        "began_on": people.patient.started_on,
        "therapy": "imt",
        "gains": ["I ask before I am sure."],
        "signs": ["three nights without sleep"],
        "helps": ["call Jana"],
        "feelings": "sad and proud",
        "way_back": "Call and say that you have been here before.",
        "call": "Ana Weber, 030 555 0101",
        "by": people.ana,
        "made_at": NOW,
        "changed_at": NOW,
    }
    of = {"clinic": people.clinic, "patient": people.patient}
    made = CourseEnding.objects.create(**(of | given | fields))
    a_follow_up(people, made, patient=made.patient)
    return made


def a_death(people: People) -> CourseEnding:
    """Dan has died; Ana has been told."""
    return note_death(
        patient=people.patient, on=CAME, look_back_on=A_YEAR_ON, told=["Ana"], by=people.ana
    )


def a_follow_up(people: People, ending: CourseEnding, **fields: Any) -> FollowUp:
    given = {"kind": "check_in", "due_on": ending.on + timedelta(days=180)} | fields
    return FollowUp.objects.create(**(of_dan(people, ending=ending) | given))


def who_has_ended(people: People, /, **fields: Any) -> Patient:
    """Dan after the end."""
    ended = an_ending(people, ended_by=people.ana, ended_at=NOW, **fields)
    people.patient.ended_on = ended.on
    people.patient.save(update_fields=["ended_on"])
    return people.patient
