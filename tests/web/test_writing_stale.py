"""A page that is no longer the newest, sent as a plain form: nothing of anybody's is lost by it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from openimt_clinic.actions.care.writing import standing_clashes
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.user import User
from tests.web.people import People
from tests.web.written import a_note, a_signed, wrote


@pytest.fixture
def both(people: People) -> People:
    """Ben treats Dan, too."""
    CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TREATING.value)
    return people


@pytest.fixture
def ben(both: People, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(both.ben)


def shown(note: CareDocument, **typed: str) -> dict[str, str]:
    """What a page that was loaded now sends, with what is typed into it."""
    note.refresh_from_db()
    form = {}
    for name in ("about", "text"):
        value = typed.get(name, str(note.values.get(name) or ""))
        form |= {name: value, f"has-{name}": "1", f"seen-{name}": note.seen.get(name, "")}
    return form


def send(browser: Client, note: CareDocument, do: str = "sign", **form: str) -> tuple[str, int]:
    where = reverse("clinician:document", args=[note.patient_id, note.pk])
    answer = browser.post(where, {**form, "do": do})
    note.refresh_from_db()
    return answer.content.decode(), answer.status_code


def test_a_field_that_was_only_shown_is_no_conflict(both: People, ben: Client) -> None:
    note = a_note(both, about="A call")
    stale = shown(note)
    wrote(note, both.ana, about="The school called")
    page, status = send(ben, note, **stale | {"text": "He sounded tired."})
    assert status == 422
    assert "Something was changed here since you read it" in page
    assert 'name="chosen-' not in page
    assert 'value="The school called"' in page
    assert note.values == {"about": "The school called", "text": "He sounded tired."}
    assert not standing_clashes(note)
    _, status = send(ben, note, **shown(note))
    assert (status, note.state) == (302, "signed")
    assert note.values["about"] == "The school called"


def test_an_empty_field_that_was_filled_meanwhile_is_no_conflict(both: People, ben: Client) -> None:
    note = a_note(both)
    stale = shown(note)
    wrote(note, both.ana, about="A call", text="Long")
    wrote(note, both.ana, text="Longer")
    send(ben, note, "keep", **stale)
    assert note.values == {"about": "A call", "text": "Longer"}
    assert not standing_clashes(note)


def test_a_field_that_was_touched_on_a_stale_page_waits_for_a_choice(
    both: People, ben: Client
) -> None:
    note = a_note(both, about="A call", text="x")
    stale = shown(note)
    wrote(note, both.ana, about="The school called")
    page, status = send(ben, note, **stale | {"about": "The mother called"})
    assert status == 422
    assert "The mother called" in page
    assert list(standing_clashes(note)) == ["about"]
    page, status = send(ben, note, "sign", **shown(note))
    assert "Choose which holds" in page
    assert note.state == "draft"


def test_pressed_twice_or_with_the_same_words_as_another_it_is_signed_once(
    both: People, ben: Client
) -> None:
    note = a_note(both, text="x")
    typed = shown(note, about="A call")
    wrote(note, both.ana, about="A call")
    for _ in range(2):
        _, status = send(ben, note, **typed)
        assert (status, note.state) == (302, "signed")


def test_without_script_what_stands_in_a_shown_conflict_is_chosen(
    both: People, ben: Client
) -> None:
    note = a_note(both, about="A call", text="x")
    stale = shown(note)
    wrote(note, both.ana, about="The school called")
    page, _ = send(ben, note, **stale | {"about": "The mother called"})
    assert 'name="chosen-about"' in page
    _, status = send(ben, note, **shown(note) | {"chosen-about": "1"})
    assert (status, note.state) == (302, "signed")
    assert note.values["about"] == "The school called"


def test_a_new_version_knows_what_it_began_with(both: People, ben: Client) -> None:
    first = a_signed(both, "note", about="A call", text="x")
    amend = reverse("clinician:close_document", args=[first.patient_id, first.pk, "amend"])
    ben.post(amend, {"reason": "A word was missing"})
    note = CareDocument.objects.get(number=2)
    stale = shown(note)
    wrote(note, both.ana, device="another window", about="The school called")
    send(ben, note, "keep", **stale)
    assert note.values["about"] == "The school called"
    assert not standing_clashes(note)


def test_what_does_not_fit_stays_typed_and_the_rest_is_kept(
    people: People, signed_in: Callable[[User], Client]
) -> None:
    note = a_note(people)
    page, status = send(signed_in(people.ana), note, **shown(note, about="z" * 400, text="Kept."))
    assert status == 422
    assert "z" * 400 in page
    assert note.values == {"text": "Kept."}


def test_the_window_of_either_hears_of_what_waits_until_somebody_chose(
    both: People, ben: Client
) -> None:
    note = a_note(both, about="A call")
    where = reverse("clinician:document_now", args=[note.patient_id, note.pk])
    assert ben.get(where).json()["waiting"] == {}
    seen = dict(note.seen)
    wrote(note, both.ben, seen=seen, about="The school called")
    wrote(note, both.ana, device="w2", seen=seen, about="The mother called")
    assert ben.get(where).json()["waiting"] == {
        "about": {"value": "The mother called", "who": "Ana"}
    }
    wrote(note, both.ana, device="w2", about="The school")
    assert ben.get(where).json()["waiting"] == {}
