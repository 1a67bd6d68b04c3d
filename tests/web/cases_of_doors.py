"""The addresses of the front door and the back door."""

from typing import Any

from openimt_clinic.records.follow_up import FollowUp
from openimt_clinic.records.prior_treatment import PriorTreatment
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from tests.web import came
from tests.web.case import Case, own
from tests.web.case_ids import Arguments, of_dan
from tests.web.people import People

WHO_TAKES_IN = "Whoever takes people in may write here; nobody only reads."
ONE_S_PERSON = "Somebody who was taken in is found by who treats them; to others there is nobody."


def of_a_referral(people: People) -> dict[str, Any]:
    there = Referral.objects.filter(patient__isnull=True).first()
    return {"referral_id": (there or came.a_referral(people)).pk}


def of_who_waits(people: People) -> dict[str, Any]:
    there = Referral.objects.filter(patient__isnull=False).first()
    return {"referral_id": (there or came.who_waits(people)).pk}


def of_who_has_ended(people: People) -> dict[str, Any]:
    if people.patient.ended_on is None:
        came.who_has_ended(people)
    return {"patient_id": people.patient.pk}


def of_a_door_alert(people: People) -> dict[str, Any]:
    there = ReferralAlert.objects.first()
    return {"referral_id": (there or came.a_door_alert(people)).referral_id}


def of_a_treatment(people: People) -> dict[str, Any]:
    there = PriorTreatment.objects.filter(patient=people.patient).first()
    return {**of_dan(people), "treatment_id": (there or came.a_treatment(people)).pk}


def of_a_follow_up(people: People) -> dict[str, Any]:
    there = FollowUp.objects.filter(patient=people.patient).first()
    asked = there or came.an_ending(people).follow_ups.get()
    return {**of_dan(people), "follow_up_id": asked.pk}


def at_the_door(name: str, ids: Arguments = of_a_referral, **more: Any) -> Case:
    return Case(name, ids=ids, read_only=None, because=WHO_TAKES_IN, **more)


DOOR_CASES = [
    own("patient:ending"),
    Case("clinician:front_door", stranger="dan", read_only=None, because=WHO_TAKES_IN),
    Case(
        "clinician:new_referral",
        stranger="dan",
        read_only=None,
        sends={"given_name": "Mira"},
        because=WHO_TAKES_IN,
    ),
    Case("clinician:way_back", stranger="dan", read_only=None, because=WHO_TAKES_IN),
    at_the_door("clinician:take_up", of_who_has_ended, sends={"treated_by": ""}),
    at_the_door("clinician:referral"),
    at_the_door("clinician:referral_alert", of_a_door_alert, sends={"do": "close", "reason": ""}),
    at_the_door("clinician:screening", sends={"a_danger_now": "maybe"}),
    at_the_door("clinician:referral_diagnosis", sends={"code": ""}),
    at_the_door("clinician:accept_referral", sends={"code": ""}),
    at_the_door("clinician:decline_referral", sends={"reason": ""}),
    at_the_door("clinician:withdraw_referral", sends={"reason": ""}),
    Case(
        "clinician:meanwhile",
        ids=of_who_waits,
        stranger="ben",
        read_only=None,
        sends={"do": "numbers"},
        only_sends=True,
        answers=302,
        because=ONE_S_PERSON,
    ),
    Case("clinician:prior_treatments", ids=of_dan, sends={"began": "spring"}),
    Case("clinician:change_prior", ids=of_a_treatment, sends={"began": "spring"}),
    Case(
        "clinician:take_back_prior",
        ids=of_a_treatment,
        sends={"sent": "1"},
        only_sends=True,
        answers=302,
    ),
    Case("clinician:ending", ids=of_dan, sends={"do": "back"}),
    Case("clinician:prepare_ending", ids=of_dan, sends={"on": "soon"}),
    Case("clinician:died", ids=of_dan, sends={"on": "soon"}),
    Case("clinician:follow_up", ids=of_a_follow_up, sends={"says": ""}),
]
