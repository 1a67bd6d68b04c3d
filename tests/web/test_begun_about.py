"""What a page may begin to write about: only what is there, and is this person's."""

import uuid

import pytest
from django.urls import reverse

from openimt_clinic.records.care_document import CareDocument
from tests.web.formulated import a_scene
from tests.web.pages_of import Browser
from tests.web.people import People, a_patient
from tests.web.test_story_ratings import a_story
from tests.web.written import a_document

NOWHERE = str(uuid.UUID(int=7))


def begun(people: People, signed_in: Browser, kind: str, **asked: str) -> int:
    address = reverse("clinician:begin_document", args=[people.patient.pk, kind])
    return signed_in(people.ana).post(address, asked, follow=True).status_code


@pytest.mark.parametrize(
    "kind", ["story_rating", "story_schemas", "metacognition", "consultation", "agreement", "note"]
)
@pytest.mark.parametrize("subject", ["abc", NOWHERE, NOWHERE.replace("-", ""), "a\x00b", "x" * 999])
def test_nothing_is_begun_about_what_is_not_there(
    kind: str, subject: str, people: People, signed_in: Browser
) -> None:
    assert begun(people, signed_in, kind, subject=subject) == 404
    assert not CareDocument.objects.exists()


def test_nothing_is_begun_about_the_story_of_somebody_else(
    people: People, signed_in: Browser
) -> None:
    story = a_story(people)
    story.patient = a_patient(people.clinic, given_name="Eva")
    story.save()
    assert begun(people, signed_in, "story_rating", subject=str(story.pk)) == 404


def test_a_shared_story_a_scene_and_a_module_can_be_written_about(
    people: People, signed_in: Browser
) -> None:
    scene, story = a_scene(people), a_story(people)
    assert begun(people, signed_in, "story_rating", subject=str(story.pk)) == 200
    assert begun(people, signed_in, "metacognition", subject=str(scene.line)) == 200
    assert begun(people, signed_in, "consultation", subject="c2") == 200


def test_a_session_is_begun_from_its_appointment_alone(people: People, signed_in: Browser) -> None:
    assert begun(people, signed_in, "session") == 404
    assert begun(people, signed_in, "session", appointment=NOWHERE) == 404


def test_a_draft_that_hangs_on_nothing_is_closed_and_no_mistake(
    people: People, signed_in: Browser
) -> None:
    one = a_document(people, "story_rating")
    CareDocument.objects.update(subject="abc")
    there = reverse("clinician:document", args=[people.patient.pk, one.pk])
    assert signed_in(people.ana).get(there).status_code == 403
