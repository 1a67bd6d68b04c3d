"""The actions by which people who treat write about a person."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from openimt_clinic.actions.care import opening, signing, versions, writing
from tests.web.act import Act, dan
from tests.web.people import People
from tests.web.written import NOTE, a_note, a_signed

SENT = writing.Writing(uuid.UUID(int=7), "a window", 1, {"about": "A call"})
OWN = (("ben", PermissionDenied), ("cleo", Http404), ("lea", Http404), ("dan", PermissionDenied))


def draft(**values: Any) -> Any:
    return lambda people: {"document": a_note(people, **values)}


def signed(**more: Any) -> Any:
    return lambda people: {"document": a_signed(people, "note", **NOTE), **more}


def put_aside(people: People) -> dict[str, Any]:
    return {"document": versions.put_aside(document=a_note(people), by=people.ana)}


WRITING_ACTS = [
    Act(opening.open_document, dan(kind="note"), refused=OWN),
    Act(writing.write, lambda p: {"document": a_note(p), "writing": SENT}, refused=OWN),
    Act(writing.undo, draft(about="A call"), refused=OWN),
    Act(signing.sign, draft(**NOTE), refused=OWN),
    Act(versions.amend, signed(reason="The name was wrong."), refused=OWN),
    Act(versions.put_aside, draft(), refused=OWN),
    Act(versions.take_up, put_aside, refused=OWN),
]
