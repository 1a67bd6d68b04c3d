"""What was put aside, signed over, shared no longer or badly sent: said, and nothing given away."""

import json
import uuid
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openimt.errors import RecordError
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.care.versions import amend, put_aside, take_up
from openimt_clinic.patient.own_copy.rows import events, rows_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_entry import CareEntry
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.care_signature import CareSignature
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.foundations import an_agreement
from tests.web.kept import NOW, an_appointment
from tests.web.people import People
from tests.web.test_story_ratings import a_story, rates
from tests.web.written import a_document, a_note, a_signed, wrote

Browser = Callable[[User], Client]


def of(document: CareDocument, name: str = "document", *more: str) -> str:
    return reverse(f"clinician:{name}", args=[document.patient_id, document.pk, *more])


def test_words_of_a_story_are_for_who_treats_and_while_it_is_shared(
    people: People, signed_in: Browser
) -> None:
    story = a_story(people)
    link = open_document(
        patient=people.patient, kind="story_schemas", by=people.ana, subject=str(story.pk)
    )
    link = sign(document=wrote(link, people.ana, says="I jumped first.").document, by=people.ana)
    CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TREATING)
    for by in (people.ana, people.ben):
        last = rates(people, story, by, agency="2")
    CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TEAM)
    ana, ben = signed_in(people.ana), signed_in(people.ben)
    for one in (link, last):
        for name in ("document", "document_now", "document_paper"):
            assert ben.get(of(one, name)).status_code == 404
        assert ana.get(of(one)).status_code == 200
        listed = reverse("clinician:documents", args=[people.patient.pk, one.kind])
        assert ben.get(listed).status_code == 403
    PhoneDocument.objects.update(shared=False)
    assert ana.get(of(link)).status_code == 403


def test_why_it_was_put_aside_is_never_the_reason_of_the_version(people: People) -> None:
    made = amend(document=an_agreement(people), reason="New times", by=people.ana)
    wrote(made, people.ana, goals=("Sleep through",))
    put_aside(document=made, reason="STAFF ONLY", by=people.ana)
    kept = take_up(document=made, by=people.ana)
    assert (kept.says, kept.aside) == ("New times", "STAFF ONLY")
    with pytest.raises(RecordError, match="At most 300"):
        put_aside(document=kept, reason="x" * 301, by=people.ana)


def test_the_form_says_that_the_person_reads_the_reason(people: People, signed_in: Browser) -> None:
    browser, says = signed_in(people.ana), "The person reads this reason"
    assert says in browser.get(of(an_agreement(people))).content.decode()
    assert (
        says not in browser.get(of(a_signed(people, "note", about="A", text="b"))).content.decode()
    )


def test_the_person_s_copy_holds_what_was_signed_and_nothing_on_the_way_to_it(
    people: People,
) -> None:
    a_note(people, about="DRAFT")
    aside = a_note(people, about="ASIDE")
    put_aside(document=aside, reason="The wrong person", by=people.ana)
    assert not [one for one in CareEntry.objects.filter(document=aside) if one.values]
    kept = a_signed(people, "note", about="SIGNED", text="So.")
    a_document(people, "process_note", text="mine")
    copied = rows_of(CareDocument, people.patient)
    assert [row["id"] for row in copied] == [str(kept.pk)]
    assert "process_note" not in json.dumps(events(people.patient))


def test_nothing_old_is_taken_up_beside_what_holds(people: People) -> None:
    second = amend(
        document=a_signed(people, "note", about="A", text="b"), reason="x", by=people.ana
    )
    put_aside(document=second, reason="x", by=people.ana)
    first = CareDocument.objects.get(line=second.line, number=1)
    sign(document=amend(document=first, reason="Right", by=people.ana), by=people.ana)
    with pytest.raises(RecordError, match="newer version"):
        take_up(document=second, by=people.ana)
    draft = a_document(people, "formulation", hard=("Sundays",))
    put_aside(document=draft, reason="x", by=people.ana)
    a_signed(people, "formulation", hard=("Mondays",), goals=("A flat",))
    with pytest.raises(RecordError, match="Another one"):
        take_up(document=draft, by=people.ana)
    held = {"appointment": an_appointment(people, NOW), "kind": "deviation"}
    gone = open_document(patient=people.patient, by=people.ana, **held)
    put_aside(document=gone, reason="x", by=people.ana)
    open_document(patient=people.patient, by=people.ana, **held)
    with pytest.raises(RecordError, match="another one by now"):
        take_up(document=gone, by=people.ana)


def test_what_is_typed_for_a_closed_document_is_shown_to_be_taken_along(
    people: People, signed_in: Browser
) -> None:
    note = a_signed(people, "note", about="A call", text="Said.")
    sent = {"has-text": "1", "text": "LATE WORDS", "seen-text": note.seen["text"]}
    answer = signed_in(people.ana).post(of(note), sent)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "LATE WORDS" in page
    assert "This was typed and is not kept" in page


def test_nothing_is_signed_without_the_mark_of_what_was_read(
    people: People, signed_in: Browser
) -> None:
    note = a_note(people, about="A call", text="Said.")
    answer = signed_in(people.ana).post(of(note, "close_document", "sign"))
    assert answer.status_code == 422
    note.refresh_from_db()
    assert note.state == "draft"


def test_a_wish_to_talk_stands_beside_the_signature_in_the_room(
    people: People, signed_in: Browser
) -> None:
    one = an_agreement(people)
    mine = reverse("patient:read_document", args=[one.pk])
    signed_in(people.dan).post(mine, {"do": "talk", "words": "Another number"})
    browser, address = signed_in(people.ana), of(one, "close_document", "agreed-in-the-room")
    page = unescape(browser.get(of(one)).content.decode())
    assert "not yet, I want to talk about it first" in page
    assert "Another number" in page
    assert browser.post(address).status_code == 422
    assert not CareSignature.objects.exists()
    assert browser.post(address, {"talked": "yes"}).status_code == 302


def test_whoever_only_reads_a_draft_is_told_that_it_is_one(
    people: People, signed_in: Browser
) -> None:
    note = a_note(people, about="A call")
    assert (
        "Draft, not signed. Ana writes it, since"
        in signed_in(people.ben).get(of(note)).content.decode()
    )


GOOD: dict[str, Any] = {"key": str(uuid.UUID(int=7)), "device": "w", "number": 1, "values": {}}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(GOOD | {"key": 5}),
        json.dumps([1]),
        json.dumps(GOOD | {"number": 10**30}),
        json.dumps(GOOD | {"number": float("inf")}),
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_writing_is_refused_in_words(
    people: People, signed_in: Browser, body: str
) -> None:
    address = of(a_note(people), "document_entries")
    answer = signed_in(people.ana).post(address, body, content_type="application/json")
    assert answer.status_code == 422
    assert "could not be read" in answer.json()["says"]


def test_odd_names_of_windows_and_half_letters_break_nothing(
    people: People, signed_in: Browser
) -> None:
    note = a_document(people, "letter")
    browser = signed_in(people.ana)
    given = {
        "device": "a\x00\ud800b",
        "values": {"subject": "x\ud800y", "purpose": [1], "text": {}},
    }
    answer = browser.post(
        of(note, "document_entries"), json.dumps(GOOD | given), content_type="application/json"
    )
    assert answer.status_code == 200
    assert set(answer.json()["refused"]) == {"purpose", "text"}
    assert answer.json()["values"]["subject"] == "x\ufffdy"
    assert browser.get(of(note, "document_now"), {"device": "a\x00b"}).status_code == 200
