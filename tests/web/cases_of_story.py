"""The addresses of the story, its releases and its ratings: one row each."""

from tests.web.case import Case
from tests.web.case_ids import of_dan
from tests.web.hard_topics import a_release
from tests.web.people import People

TREATING = "Only those who treat read what is shared of a story."


def of_a_release(people: People) -> dict[str, object]:
    from openimt_clinic.records.story_release import StoryRelease

    there = StoryRelease.objects.filter(patient=people.patient).first()
    return {**of_dan(people), "release_id": (there or a_release(people)).pk}


STORY_CASES = [
    Case(
        "clinician:release_topic", ids=of_dan, read_only=None, sends={"topic": ""}, because=TREATING
    ),
    Case(
        "clinician:take_back_release",
        ids=of_a_release,
        read_only=None,
        sends={"reason": ""},
        because=TREATING,
    ),
]
