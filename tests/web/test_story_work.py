"""Story and moments as the work page and the list of moments show them to who treats a person."""

from collections.abc import Callable
from html import unescape

from django.test import Client
from django.urls import reverse

from openimt_clinic.clinician.story_work import rows
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.hard_topics import a_release, worked_on
from tests.web.moments import AGAIN, CALM, SCENE, wrote
from tests.web.people import People
from tests.web.telling import tells

Browser = Callable[[User], Client]


def says(people: People, user: User) -> list[str]:
    patient = Patient.objects.get(pk=people.patient.pk)
    return [f"{row.title}: {row.says}{' !' if row.due else ''}" for row in rows(patient, user)]


def test_what_is_kept_to_oneself_is_not_counted(people: People) -> None:
    tells(people, "chapter", title="Mine")
    wrote(people, "moment", **CALM, **SCENE)
    assert says(people, people.ana) == ["Story: nothing shared", "Moments: nothing shared"]


def test_a_release_and_urges_to_ask_about_stand_on_the_row(people: People) -> None:
    tells(people, "chapter", title="Ours", shared=True)
    a_release(people)
    worked_on(people, "n6", hours=20)
    first = says(people, people.ana)[0]
    assert first == "Story: 1 shared, 1 topic released, ask about both urges now !"


def test_who_only_reads_along_has_no_row_of_the_story(people: People) -> None:
    assert says(people, people.ben) == ["Moments: nothing shared"]


def test_the_rows_are_on_the_work_page(people: People, signed_in: Browser) -> None:
    page = signed_in(people.ana).get(reverse("clinician:work", args=[people.patient.pk]))
    assert reverse("clinician:story", args=[people.patient.pk]) in page.content.decode()


def listed(people: People, browser: Client) -> str:
    PhoneDocument.objects.update(shared=True)
    address = reverse("clinician:moments", args=[people.patient.pk])
    return unescape(browser.get(address).content.decode())


def test_the_list_says_how_sure_and_what_is_not_told(people: People, signed_in: Browser) -> None:
    wrote(people, "moment", **CALM, **{**SCENE, "who": None, "place": None}, **AGAIN)
    page = listed(people, signed_in(people.ana))
    assert "Sure: 90 → 60 of 100" in page
    assert "not told: where, who" in page
    assert "To ask about" not in page


def test_feelings_and_acts_are_a_question_nobody_has_reviewed(
    people: People, signed_in: Browser
) -> None:
    for _ in range(2):
        wrote(people, "moment", **CALM, **SCENE)
    page = listed(people, signed_in(people.ana))
    assert "Suggested, not reviewed" in page
    assert "and then, for instance, “I wrote again.”" in page
    assert "I wrote again." in page
