"""Scenes, schemas and ratings of Dan's, made as the pages make them."""

from typing import Any

from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.patient import Patient
from tests.web.people import People
from tests.web.written import a_document, wrote

SCENE: dict[str, Any] = {
    "title": "Sunday at my sister's",
    "place": "her kitchen",
    "when": "Sunday at noon",
    "who": "my sister",
    "relation": "family",
    "context": "home",
    "happened": "I asked if she comes on Sunday. She looked at her phone.",
    "feelings": "hurt",
    "point": "It is like that with her.",
    "once": True,
}
OTHERS: tuple[dict[str, Any], ...] = (
    {},
    {"title": "The list at work", "relation": "boss", "context": "work"},
    {"title": "Three hours without an answer", "relation": "friend", "context": "online"},
)
SCHEMA: dict[str, Any] = {
    "title": "When I ask",
    "motive": "attachment",
    "wish": "That somebody is glad to see me.",
    "self_negative": "I am too much.",
    "self_healthy": "I am good company.",
    "if_show": "that I miss them",
    "then_other": "turn away.",
    "other_response": "She looks at her phone.",
    "emotion": "hurt",
    "act": "I say fine and go.",
    "coping": "I ask for nothing.",
    "cost": "Nobody knows that I miss them.",
}


def under_mit(people: People) -> People:
    """Dan's course is one of MIT."""
    Patient.objects.filter(pk=people.patient.pk).update(therapy="mit")
    people.patient.refresh_from_db()
    return people


def a_scene(people: People, **values: Any) -> CareDocument:
    """A whole scene, but for what is said otherwise; None leaves a field blank."""
    given = {name: value for name, value in (SCENE | values).items() if value is not None}
    return a_document(people, "episode", **given)


def scenes(people: People, how_many: int = 3) -> list[CareDocument]:
    """So many scenes with different people."""
    return [a_scene(people, **more) for more in OTHERS[:how_many]]


def a_schema(people: People, fitting: list[CareDocument], **values: Any) -> CareDocument:
    """A whole schema that fits these scenes."""
    fits = tuple(str(scene.line) for scene in fitting)
    given = {name: value for name, value in (SCHEMA | {"fits": fits} | values).items() if value}
    return a_document(people, "schema", **given)


def a_rating(people: People, scene: CareDocument, **values: str) -> CareDocument:
    """What Ana saw in a scene."""
    made = open_document(
        patient=people.patient, kind="metacognition", by=people.ana, subject=str(scene.line)
    )
    return wrote(made, people.ana, **values).document if values else made
