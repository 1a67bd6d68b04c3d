"""One row for each address of the clinic; four tests follow from each (``test_doors.py``).

*works*: the person named in ``works_for`` opens it. *stranger_404*: ``stranger`` finds no such
page. *read_only_403*: ``read_only`` may look but is refused when sending. *bad_id*: an id that
nobody has, or that is no id, is no such page. Where one of them cannot be, ``because`` says so.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.web.people import People

Arguments = Callable[[People], Mapping[str, Any]]


def nothing(_: People) -> Mapping[str, Any]:
    return {}


def of_dan(people: People) -> Mapping[str, Any]:
    return {"patient_id": people.patient.pk}


@dataclass(frozen=True)
class Case:
    """``ids``: the address's arguments. ``sends``: what a POST would send; None = nothing can be
    sent, so sending is refused for everybody. ``answers``: the status when it works."""

    name: str
    works_for: str = "ana"
    ids: Arguments = nothing
    stranger: str | None = "cleo"
    read_only: str | None = "ben"
    sends: Mapping[str, Any] | None = None
    only_sends: bool = False
    answers: int = 200
    stranger_gets: int = 404
    because: str = ""
    bad_ids: tuple[Mapping[str, Any], ...] = field(default=())

    def wrong_ids(self, people: People) -> list[Mapping[str, Any]]:
        """The arguments with each id in turn replaced by one that nobody has."""
        given = self.ids(people)
        return [{**given, name: uuid.uuid4()} for name in given]


FOR_ALL = "It is for everybody, signed in or not."

CASES = [
    Case("home", answers=302, stranger=None, read_only=None, because="Leads each to their own."),
    Case("alive", stranger=None, read_only=None, because=FOR_ALL),
    Case("numbers", stranger=None, read_only=None, because=FOR_ALL),
    Case(
        "set_language",
        stranger=None,
        read_only=None,
        sends={"language": "de"},
        only_sends=True,
        answers=302,
        because=FOR_ALL,
    ),
    Case(
        "clinician:caseload",
        stranger="dan",
        read_only=None,
        because="Each clinician sees their own caseload, and nothing is sent here.",
    ),
    Case(
        "clinician:gallery",
        stranger="dan",
        read_only=None,
        because="For all staff; it shows nobody who lives, and nothing is sent here.",
    ),
    Case(
        "components:theme",
        stranger=None,
        read_only=None,
        sends={"theme": "dark"},
        only_sends=True,
        answers=302,
        because=FOR_ALL,
    ),
    Case(
        "clinician:patient",
        ids=of_dan,
        because="Nothing is sent here: it is one person's Map.",
    ),
    Case(
        "patient:home",
        works_for="dan",
        stranger="ana",
        read_only=None,
        because="Only the person themselves has this page, and nothing is sent here.",
    ),
]
