"""A strain caught in a session's note comes to the log of strains when it is signed, and once."""

import pytest
from django.test import Client
from django.utils import timezone

from openimt_clinic.actions.care.kind import Signed
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.care.strains import keep_strains, rupture_of
from openimt_clinic.actions.care.versions import put_aside
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.common_modules import ruptures_of
from tests.web.kept import an_appointment
from tests.web.pages_of import Browser
from tests.web.people import People
from tests.web.sessions import a_begun_note, signed_off

SILENT, ANGRY = "She fell silent.", "Then she was angry."


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def note(people: People) -> CareDocument:
    return a_begun_note(people)


def caught(people: People, note: CareDocument, *lines: str) -> None:
    keep_strains(Signed(people.patient, note, {"strains": lines}, people.ana))


def log(people: People) -> list[str]:
    return [one.rupture.happened for one in ruptures_of(people.patient)]


def test_signing_brings_it_to_the_log_and_the_page_leads_there(people: People, ana: Client) -> None:
    one = an_appointment(people, timezone.now().replace(second=0, microsecond=0))
    page, done = signed_off(ana, people, one, note="We met.", strains=SILENT)
    assert done, page
    assert log(people) == [SILENT]
    (noted,) = ruptures_of(people.patient)
    assert noted.document.state == DocumentState.DRAFT.value
    assert noted.rupture.open
    assert str(noted.document.pk) in page


def test_signed_anew_it_stands_once_and_what_is_new_is_added(
    people: People, note: CareDocument
) -> None:
    caught(people, note, SILENT)
    caught(people, note, SILENT)
    assert log(people) == [SILENT]
    caught(people, note, SILENT, ANGRY)
    assert log(people) == [f"{SILENT}\n{ANGRY}"]


def test_one_that_was_begun_whole_is_added_to(people: People, note: CareDocument) -> None:
    whole = open_document(
        patient=people.patient, kind="rupture", by=people.ana, about=note.about,
        values={"happened": "Silence after the bill.", "marker": "withdrawal"},
    )  # fmt: skip
    caught(people, note, SILENT)
    assert log(people) == [f"Silence after the bill.\n{SILENT}"]
    found = rupture_of(note)
    assert found is not None
    assert (found.pk, found.values["marker"]) == (whole.pk, "withdrawal")


def test_words_that_are_part_of_another_strain_are_a_strain_of_their_own(
    people: People, note: CareDocument
) -> None:
    caught(people, note, "came late")
    caught(people, note, "came late", "late", "came")
    assert log(people) == ["came late\nlate\ncame"]


def test_to_one_that_was_signed_a_new_version_is_begun(people: People, note: CareDocument) -> None:
    values = {"happened": SILENT, "marker": "withdrawal"}
    whole = open_document(
        patient=people.patient, kind="rupture", by=people.ana, about=note.about, values=values
    )
    sign(document=whole, by=people.ana)
    caught(people, note, SILENT)
    assert rupture_of(note) is None, "it is said there already"
    caught(people, note, ANGRY)
    found = rupture_of(note)
    assert found is not None
    assert (found.line, found.number, found.state) == (whole.line, 2, "draft")


def test_one_that_was_put_aside_does_not_come_back(people: People, note: CareDocument) -> None:
    caught(people, note, SILENT)
    found = rupture_of(note)
    assert found is not None
    put_aside(document=found, reason="It was the phone.", by=people.ana)
    caught(people, note, SILENT)
    assert log(people) == []


def test_without_a_strain_nothing_is_begun(people: People, note: CareDocument) -> None:
    caught(people, note)
    assert log(people) == []
