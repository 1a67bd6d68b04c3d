"""What is known of an address: for whom it works, who finds nothing, and who may only read."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.web.case_ids import Arguments, nothing
from tests.web.people import People


@dataclass(frozen=True)
class Case:
    """``ids``: the address's arguments. ``sends``: what a POST would send; None = nothing can be
    sent, so sending is refused for everybody. ``answers``: the status when it works.
    ``signed_out``: what is answered without sign-in, where that is not the way to sign in."""

    name: str
    works_for: str = "ana"
    ids: Arguments = nothing
    stranger: str | None = "cleo"
    read_only: str | None = "ben"
    sends: Mapping[str, Any] | None = None
    only_sends: bool = False
    as_json: bool = False
    answers: int = 200
    signed_out: int = 302
    stranger_gets: int = 404
    because: str = ""
    bad_ids: tuple[Mapping[str, Any], ...] = field(default=())

    def wrong_ids(self, people: People) -> list[Mapping[str, Any]]:
        """The arguments with each id in turn replaced by one that nobody has."""
        given = self.ids(people)
        return [
            {**given, name: 9999 if isinstance(value, int) else uuid.uuid4()}
            for name, value in given.items()
        ]


FOR_ALL = "It is for everybody, signed in or not."
ONE_S_OWN = "Only the person themselves has this page."
FOR_THE_LEAD = "Team leads alone have this page, and they may write."
TO_READ = "For all staff, and nothing is sent here."


def own(name: str, **more: Any) -> Case:
    """A page of the patient about themselves; even who treats them finds none."""
    return Case(name, works_for="dan", stranger="ana", read_only=None, because=ONE_S_OWN, **more)


def leads(name: str, **more: Any) -> Case:
    return Case(name, works_for="lea", stranger="ana", read_only=None, because=FOR_THE_LEAD, **more)


def to_read(name: str, **more: Any) -> Case:
    return Case(name, stranger="dan", read_only=None, because=TO_READ, **more)


def sent_only(name: str, ids: Arguments) -> Case:
    """One small button of a clinician, that leads back."""
    return Case(name, ids=ids, sends={"sent": "1"}, only_sends=True, answers=302)


def authors(name: str, **more: Any) -> Case:
    """A page that all staff may read, and catalogue authors alone may send."""
    return Case(name, works_for="nora", stranger="dan", read_only="ana", **more)
