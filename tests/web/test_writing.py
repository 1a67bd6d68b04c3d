"""What people who treat write: kept field by field, beside others, undone, signed, in versions."""

import uuid

import pytest
from django.http import Http404
from django.utils import timezone

from openimt.deliver.writing.field import LONGEST_TEXT
from openimt.errors import RecordError
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.presence import GONE_AFTER, be_here
from openimt_clinic.actions.care.signing import sign, standing
from openimt_clinic.actions.care.versions import amend, put_aside, take_up
from openimt_clinic.actions.care.writing import Writing, undo, write
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.patient.own_copy.rows import rows_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_entry import CareEntry
from openimt_clinic.records.care_presence import CarePresence
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.mapping.care import visible
from tests.web.people import STARTED, People
from tests.web.written import NOTE, a_note, a_signed, wrote


@pytest.fixture
def both(people: People) -> People:
    """Ben treats Dan, too."""
    CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TREATING.value)
    return people


def test_a_field_is_kept_and_the_rest_is_left(people: People) -> None:
    note = a_note(people, about="A call")
    assert note.values == {"about": "A call"}
    assert wrote(note, people.ana, text="Long talk").document.values == {
        "about": "A call",
        "text": "Long talk",
    }


def test_beginning_twice_is_beginning_once(people: People) -> None:
    assert a_note(people).pk == a_note(people).pk
    assert a_note(people, about="x").pk != a_note(people).pk
    assert CareDocument.objects.count() == 2


def test_the_same_writing_twice_is_kept_once(people: People) -> None:
    note = a_note(people)
    sent = Writing(uuid.uuid4(), "window", 1, {"about": "A call"})
    assert not write(document=note, writing=sent, by=people.ana).again
    assert write(document=note, writing=sent, by=people.ana).again
    assert CareEntry.objects.count() == 1


def test_two_people_on_one_field_are_shown_to_a_person(both: People) -> None:
    note = a_note(both, about="A call")
    seen = dict(note.seen)
    wrote(note, both.ben, seen=seen, about="The school called")
    kept = wrote(note, both.ana, device="another window", seen=seen, about="Call from the school")
    theirs = kept.clashes["about"]
    assert (theirs.value, theirs.who) == ("The school called", "Ben")
    assert kept.document.values["about"] == "The school called"
    with pytest.raises(RecordError, match="written by two people"):
        sign(document=kept.document, by=both.ana)
    chosen = wrote(note, both.ana, device="another window", about="Call from the school")
    assert not chosen.clashes
    assert chosen.document.values["about"] == "Call from the school"


def test_two_people_on_two_fields_do_not_meet(both: People) -> None:
    note = a_note(both)
    wrote(note, both.ana, about="A call")
    assert not wrote(note, both.ben, text="She was calm.").clashes
    note.refresh_from_db()
    assert set(note.values) == {"about", "text"}


def test_undo_goes_back_step_by_step(people: People) -> None:
    note = a_note(people, about="first")
    wrote(note, people.ana, about="second")
    wrote(note, people.ana, text="x")
    assert undo(document=note, by=people.ana).values == {"about": "second"}
    assert undo(document=note, by=people.ana).values["about"] == "first"
    assert undo(document=note, by=people.ana).values == {}
    with pytest.raises(RecordError, match="nothing of yours"):
        undo(document=note, by=people.ana)


def test_undo_leaves_what_another_has_written_over(both: People) -> None:
    note = a_note(both, about="mine")
    wrote(note, both.ben, about="theirs")
    with pytest.raises(RecordError, match="nothing of yours"):
        undo(document=note, by=both.ana)
    note.refresh_from_db()
    assert note.values["about"] == "theirs"


def test_what_was_typed_and_taken_out_is_gone_after_signing(people: People) -> None:
    note = a_note(people, **NOTE)
    wrote(note, people.ana, text="The wrong person's secret")
    wrote(note, people.ana, text="Right")
    sign(document=note, by=people.ana)
    kept = CareEntry.objects.filter(document=note)
    assert all(entry.values == {} and entry.before == {} for entry in kept)


def test_signing_asks_for_what_is_needed(people: People) -> None:
    note = a_note(people, about="A call")
    with pytest.raises(RecordError, match="“Note” is still empty") as refused:
        sign(document=note, by=people.ana)
    assert refused.value.field == "text"


def test_nobody_signs_what_they_have_not_read(both: People) -> None:
    note = a_note(both, **NOTE)
    read = standing(note)
    wrote(note, both.ben, text="Something else")
    with pytest.raises(RecordError, match="changed here since"):
        sign(document=note, by=both.ana, seen=read)


def test_signed_twice_is_signed_once_and_by_another_is_refused(both: People) -> None:
    note = a_signed(both, "note", **NOTE)
    assert sign(document=note, by=both.ana).signed_at == note.signed_at
    with pytest.raises(RecordError, match="Ana signed this on"):
        sign(document=note, by=both.ben)


def test_what_is_signed_takes_no_more_writing(people: People) -> None:
    note = a_signed(people, "note", **NOTE)
    with pytest.raises(RecordError, match="Write a new version"):
        wrote(note, people.ana, text="More")


def test_a_change_is_a_new_version_with_its_reason(people: People) -> None:
    note = a_signed(people, "note", **NOTE)
    with pytest.raises(RecordError, match="why it changes"):
        amend(document=note, reason=" ", by=people.ana)
    again = amend(document=note, reason="The name was wrong.", by=people.ana)
    assert (again.number, again.line, again.values) == (2, note.line, note.values)
    assert amend(document=note, reason="again", by=people.ana).pk == again.pk
    wrote(again, people.ana, about="Another call")
    note.refresh_from_db()
    assert note.values["about"] == "A call"


def test_put_aside_and_taken_up_again(people: People) -> None:
    note = a_note(people, about="A call")
    with pytest.raises(RecordError, match="why"):
        put_aside(document=note, by=people.ana)
    put_aside(document=note, reason="The wrong person", by=people.ana)
    with pytest.raises(RecordError, match="put aside"):
        wrote(note, people.ana, text="x")
    assert take_up(document=note, by=people.ana).values["about"] == "A call"


def test_what_cannot_be_kept_is_refused_by_its_field(people: People) -> None:
    kept = wrote(
        a_note(people), people.ana, about="A call", text="x" * (LONGEST_TEXT + 1), nonsense="x"
    )
    assert kept.document.values == {"about": "A call"}
    assert f"{LONGEST_TEXT:,}" in kept.refused["text"]
    assert "no such field" in kept.refused["nonsense"]


def test_after_the_end_a_note_can_be_written_and_little_else(people: People) -> None:
    people.patient.ended_on = STARTED
    people.patient.save()
    assert a_note(people).state == "draft"


def test_nobody_writes_a_kind_there_is_not(people: People) -> None:
    with pytest.raises(RecordError, match="nothing of this kind"):
        open_document(patient=people.patient, kind="nonsense", by=people.ana)


def test_a_stranger_finds_no_document(people: People) -> None:
    with pytest.raises(Http404):
        wrote(a_note(people), people.cleo, text="x")


def test_a_private_note_is_its_authors_alone(both: People) -> None:
    note = a_note(both, **NOTE)
    CareDocument.objects.filter(pk=note.pk).update(private=True)
    assert visible(both.ana).filter(pk=note.pk).exists()
    assert not visible(both.ben).filter(pk=note.pk).exists()
    assert not visible(None).filter(pk=note.pk).exists()
    with pytest.raises(Http404):
        wrote(note, both.ben, text="x")
    assert rows_of(CareDocument, both.patient) == []


def test_who_else_is_here_is_said_while_they_are(both: People) -> None:
    note = a_note(both)
    assert be_here(note, "ana's", both.ana) == ()
    assert be_here(note, "ben's", both.ben) == ("Ana",)
    long_ago = timezone.now() - GONE_AFTER * 2
    CarePresence.objects.filter(who=both.ana).update(seen_at=long_ago)
    assert be_here(note, "ben's", both.ben) == ()
    opened = AuditEvent.objects.filter(action="document.opened", by_id=both.ben.pk)
    assert opened.count() == 1
