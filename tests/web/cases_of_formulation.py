"""The addresses of formulation and procedure."""

from openimt_clinic.records.care_document import CareDocument
from tests.web.case import Case
from tests.web.case_ids import of_a_shared_moment, of_dan
from tests.web.formulated import a_scene, a_schema, scenes, under_mit
from tests.web.people import People


def of_a_course(people: People) -> dict[str, object]:
    return {**of_dan(under_mit(people))}


def of_a_told_scene(people: People) -> dict[str, object]:
    there = CareDocument.objects.filter(patient=people.patient, kind="episode").first()
    return {**of_dan(people), "document_id": (there or a_scene(people)).pk}


def of_a_schema(people: People) -> dict[str, object]:
    there = CareDocument.objects.filter(patient=people.patient, kind="schema").first()
    return {**of_dan(people), "document_id": (there or a_schema(people, scenes(people))).pk}


FORMULATION_CASES = [
    Case("clinician:formulation", ids=of_dan, because="It is read; each part has its page."),
    Case("clinician:begin_formulation", ids=of_dan, sends={}, only_sends=True, answers=302),
    Case("clinician:episode", ids=of_a_told_scene, because="Its form is sent as a document."),
    Case("clinician:episode_meter", ids=of_a_told_scene, because="A part of the page."),
    Case("clinician:take_moment", ids=of_a_shared_moment, sends={}, only_sends=True, answers=302),
    Case("clinician:schema", ids=of_a_schema, because="Its form is sent as a document."),
    Case("clinician:schema_loop", ids=of_a_schema, because="A part of the page."),
    Case("clinician:show_schema", ids=of_a_schema, because="It is read together."),
    Case("clinician:procedure", ids=of_a_course, sends={"move": "on", "reason": "Told three."}),
]
