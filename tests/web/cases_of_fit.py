"""The addresses of who treats whom, of papers, and of the page for relatives."""

from typing import Any

from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.catalogues import running_plan
from openimt_clinic.records.therapist_profile import FreeHour
from tests.web.case import FOR_ALL, Case, leads, own
from tests.web.case_ids import of_dan
from tests.web.fitted import a_choice, a_free_hour, a_signed_letter
from tests.web.kept import TODAY
from tests.web.people import People

FOR_STAFF = "For all staff about themselves."


def of_a_plan_in_force(people: People) -> dict[str, Any]:
    if running_plan(people.patient) is None:
        adopt(version=propose(patient=people.patient, on=TODAY, by=people.ana), by=people.ana)
    return {**of_dan(people)}


def of_an_offer(people: People) -> dict[str, Any]:
    a_choice(people)
    return {}


def of_a_letter(people: People) -> dict[str, Any]:
    kept = CareDocument.objects.filter(patient=people.patient, kind="letter").first()
    return {**of_dan(people), "document_id": (kept or a_signed_letter(people)).pk}


def of_a_beginning(people: People) -> dict[str, Any]:
    return {**of_dan(people), "kind": "letter", "purpose": "way_back"}


def of_an_hour(people: People) -> dict[str, Any]:
    there = FreeHour.objects.filter(user=people.ana).first()
    return {"hour_id": (there or a_free_hour(people, people.ana)).pk}


FIT_CASES = [
    Case("for_relatives", stranger=None, read_only=None, because=FOR_ALL),
    Case("clinician:fit", ids=of_dan, sends={"do": "apart"}),
    Case(
        "clinician:my_offer", stranger="dan", read_only=None, sends={"sex": ""}, because=FOR_STAFF
    ),
    leads("clinician:offers"),
    Case(
        "clinician:hour_is_gone", ids=of_an_hour, stranger="dan", read_only="ben", sends={},
        only_sends=True, answers=302,
    ),
    own("patient:who_treats", ids=of_an_offer, sends={"do": "choose"}),
    Case("clinician:papers", ids=of_dan, because="A list; each has a page of its own."),
    Case("clinician:begin_paper", ids=of_a_beginning, sends={}, only_sends=True, answers=302),
    Case("clinician:note_sent", ids=of_a_letter, sends={"to_whom": "Dan"}),
    Case("clinician:plan_paper", ids=of_a_plan_in_force, because="A PDF, and nothing is sent."),
    Case("clinician:plain_plan_paper", ids=of_a_plan_in_force, because="A PDF as well."),
]  # fmt: skip
