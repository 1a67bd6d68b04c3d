"""The addresses on which people who treat write about a person."""

from tests.web.case import Case
from tests.web.case_ids import of_dan
from tests.web.people import People
from tests.web.written import a_note

WRITING = {"key": "0d0d6f64-5f6b-4f5c-9d9e-0c8f7a1b2c3d", "device": "w", "number": 1, "values": {}}


def of_a_note(people: People) -> dict[str, object]:
    return {"patient_id": people.patient.pk, "document_id": a_note(people).pk}


def of_notes(people: People) -> dict[str, object]:
    return {**of_dan(people), "kind": "note"}


def of_putting_aside(people: People) -> dict[str, object]:
    return {**of_a_note(people), "do": "put-aside"}


WRITING_CASES = [
    Case("clinician:work", ids=of_dan, because="An index; each row has its page."),
    Case("clinician:documents", ids=of_notes, because="A list is only read."),
    Case("clinician:begin_document", ids=of_notes, sends={}, only_sends=True, answers=302),
    Case("clinician:document", ids=of_a_note, sends={}),
    Case("clinician:document_entries", ids=of_a_note, sends=WRITING, only_sends=True, as_json=True),
    Case("clinician:document_now", ids=of_a_note, because="It is only asked."),
    Case("clinician:document_undo", ids=of_a_note, sends={}, only_sends=True, answers=422),
    Case("clinician:document_paper", ids=of_a_note, because="It is only printed."),
    Case(
        "clinician:close_document",
        ids=of_putting_aside,
        sends={},
        only_sends=True,
        answers=302,
    ),
]
