"""The therapist's pages of story and moments, in a browser: whole and readable."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.hard_topics import a_release, said, worked_on
from tests.web.moments import CALM, SCENE, wrote
from tests.web.people import People
from tests.web.sights import whole_and_readable
from tests.web.test_story_ratings import a_story, rates

pytestmark = pytest.mark.journey
Browser = Callable[[User], Client]
SIGHTS = [(390, "light"), (1280, "dark")]


@pytest.fixture
def much(people: People) -> People:
    """A released topic, one that was closed, raised urges, two ratings, two moments alike."""
    today, ana = timezone.localdate(), people.ana
    a_release(people, "The summer of 2009")
    a_release(people, "x" * 120, since=today - timedelta(days=40), until=today - timedelta(days=9),
              taken_back_on=today - timedelta(days=20), taken_back_by=ana,
              reason="Hard nights.")  # fmt: skip
    worked_on(people, "n6", hours=70)
    said(people, 4, hours=46)
    said(people, 5, hours=22)
    rows = CareRelation.objects.filter(patient=people.patient, user=people.ben)
    rows.update(kind=CareKind.TREATING)
    for title, given in (("The jetty", "2"), ("The choir", "1")):
        story = a_story(people, title)
        rates(people, story, ana, agency=given, redemption="1")
        rates(people, story, people.ben, agency=given)
    for _ in range(2):
        wrote(people, "moment", **CALM, **SCENE)
    PhoneDocument.objects.update(shared=True)
    return people


def test_story_release_and_moments(much: People, signed_in: Browser) -> None:
    browser, names = signed_in(much.ana), ("story", "release_topic", "moments")
    pages = {
        f"staff-{name}": reverse(f"clinician:{name}", args=[much.patient.pk]) for name in names
    }
    answers = {address: browser.get(address) for address in pages.values()}
    whole_and_readable(answers, pages, SIGHTS, unfold=True)
