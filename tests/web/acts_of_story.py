"""The actions of a story's hard topics: one row each."""

from django.utils import timezone

from openimt_clinic.actions import story_releasing
from tests.web.act import Act
from tests.web.hard_topics import a_release, steady

STORY_ACTS = [
    Act(
        story_releasing.release_topic,
        lambda p: {
            "patient": steady(p).patient,
            "topic": "2009",
            "until": timezone.localdate(),
        },
    ),
    Act(
        story_releasing.take_back_release,
        lambda p: {"release": a_release(p), "reason": "Hard nights."},
    ),
]
