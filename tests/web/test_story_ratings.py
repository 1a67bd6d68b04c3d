"""Two people rate a shared story, neither knowing the other's numbers; agreement has its n."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from openimt.errors import RecordError
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.clinician.story_ratings import StoryRatings
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.mapping.care import visible
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.formulated import a_schema, scenes
from tests.web.people import People
from tests.web.telling import tells
from tests.web.written import wrote

Browser = Callable[[User], Client]


@pytest.fixture
def two(people: People) -> People:
    """Ana and Ben both treat Dan."""
    rows = CareRelation.objects.filter(patient=people.patient, user=people.ben)
    rows.update(kind=CareKind.TREATING)
    return people


def a_story(people: People, title: str = "The jetty") -> PhoneDocument:
    return tells(people, "scene", title=title, happened="I jumped first.", tone="good", shared=True)


def rates(people: People, story: PhoneDocument, by: User, **values: str) -> CareDocument:
    opened = open_document(
        patient=people.patient, kind="story_rating", by=by, subject=str(story.pk)
    )
    return sign(document=wrote(opened, by, **values).document, by=by)


def page(people: People, browser: Client) -> str:
    address = reverse("clinician:story", args=[people.patient.pk])
    return unescape(browser.get(address).content.decode())


def test_a_rating_is_its_author_s_until_two_have_signed(two: People, signed_in: Browser) -> None:
    story = a_story(two)
    first = rates(two, story, two.ana, agency="2")
    assert not visible(two.ben).filter(pk=first.pk).exists()
    address = reverse("clinician:document", args=[two.patient.pk, first.pk])
    ben = signed_in(two.ben)
    assert ben.get(address).status_code == 404
    assert "One person has signed a rating." in page(two, ben)
    second = rates(two, story, two.ben, agency="1")
    assert second.pk != first.pk
    assert visible(two.ben).filter(pk=first.pk).exists()
    assert visible(two.ana).filter(pk=second.pk).exists()
    of = StoryRatings(two.patient).of(str(story.pk))
    given = {line.code.id: sorted(line.given) for line in of.lines}
    assert given["agency"] == ["1", "2"]
    assert given["redemption"] == ["–", "–"]


def test_one_person_twice_opens_nothing(two: People) -> None:
    story = a_story(two)
    rates(two, story, two.ana, agency="2")
    rates(two, story, two.ana, agency="3")
    assert not CareDocument.objects.filter(private=False).exists()


def test_a_draft_opens_nothing(two: People) -> None:
    story = a_story(two)
    rates(two, story, two.ana, agency="2")
    open_document(patient=two.patient, kind="story_rating", by=two.ben, subject=str(story.pk))
    assert not CareDocument.objects.filter(private=False).exists()


def test_one_code_at_least(two: People) -> None:
    with pytest.raises(RecordError, match="at least one"):
        rates(two, a_story(two), two.ana, grounds="He says so.")


def test_agreement_comes_with_its_n_and_says_that_it_is_small(
    two: People, signed_in: Browser
) -> None:
    for title, ana, ben in (("a", "0", "0"), ("b", "2", "1"), ("c", "3", "3")):
        story = a_story(two, title)
        rates(two, story, two.ana, agency=ana)
        rates(two, story, two.ben, agency=ben)
    (agency,) = StoryRatings(two.patient).agreed()
    assert agency.code.id == "agency"
    assert "n = 3" in agency.says
    shown = page(two, signed_in(two.ana))
    assert agency.says in shown
    assert "So few stories say little" in shown


def test_one_story_has_no_agreement_yet(two: People) -> None:
    story = a_story(two)
    rates(two, story, two.ana, agency="2")
    rates(two, story, two.ben, agency="2")
    (agency,) = StoryRatings(two.patient).agreed()
    assert "cannot be worked out" in agency.says


def test_own_part_is_asked_first(two: People, signed_in: Browser) -> None:
    story = a_story(two)
    browser = signed_in(two.ana)
    address = reverse("clinician:begin_document", args=[two.patient.pk, "story_rating"])
    shown = browser.post(address, {"subject": str(story.pk)}, follow=True).content.decode()
    assert shown.index("Own part (agency)") < shown.index("Coherence")


def test_a_story_is_linked_to_schemas(people: People, signed_in: Browser) -> None:
    schema = a_schema(people, scenes(people))
    story = a_story(people)
    opened = open_document(
        patient=people.patient, kind="story_schemas", by=people.ana, subject=str(story.pk)
    )
    written = wrote(opened, people.ana, schemas=[str(schema.line)], says="First, and alone.")
    sign(document=written.document, by=people.ana)
    (title,) = StoryRatings(people.patient).of(str(story.pk)).schemas
    shown = page(people, signed_in(people.ana))
    assert f"May show: {title}" in shown
    assert "First, and alone." in shown


def test_what_is_no_longer_shared_is_not_shown(two: People, signed_in: Browser) -> None:
    story = a_story(two)
    rates(two, story, two.ana, agency="2")
    rates(two, story, two.ben, agency="1")
    PhoneDocument.objects.filter(pk=story.pk).update(shared=False)
    assert "Ratings and schemas" not in page(two, signed_in(two.ana))
