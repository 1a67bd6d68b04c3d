"""Three sessions of repair, then consultation: read from the records, held by the planner."""

from datetime import date, timedelta
from typing import Any

import pytest

from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.session_record import SessionRecord
from tests.web.kept import NOW, TODAY, a_session, an_appointment, of_dan
from tests.web.people import People

BEGUN = TODAY - timedelta(weeks=5)


def state(people: People, state: str, on: date = BEGUN, module: str = "c2") -> None:
    CommonStateRecord.objects.create(
        **of_dan(
            people, module=module, state=state, on=on, because="seen", by=people.ana, noted_at=NOW
        )
    )


def sessions(people: People, how_many: int, first: date = BEGUN) -> None:
    for n in range(how_many):
        at = NOW.replace(year=first.year, month=first.month, day=first.day) + timedelta(weeks=n)
        held = an_appointment(people, at, state="kept", marked_by=people.ana, marked_at=at)
        SessionRecord.objects.create(
            **of_dan(people, appointment=held, held_at=at, minutes=50, by=people.ana, noted_at=at)
        )


def supervision(people: People, **values: Any) -> None:
    fields = {name: {"value": v, "key": "k", "device": "d", "latest": {}}
              for name, v in values.items()}  # fmt: skip
    CareDocument.objects.create(
        **of_dan(
            people, kind="supervision", fields=fields, about=TODAY, author=people.ana,
            state="signed", signed_by=people.ana, signed_at=NOW, made_at=NOW, changed_at=NOW,
        )
    )  # fmt: skip


def counted(people: People, module: str = "c2") -> int | None:
    return assessment_of(people.patient, TODAY).common[module].sessions_in_repair


@pytest.mark.parametrize(("held", "counts"), [(1, 0), (2, 1), (4, 3)])
def test_sessions_since_the_day_are_counted(people: People, held: int, counts: int) -> None:
    """The session in which it was seen is not one of them."""
    state(people, "met", BEGUN - timedelta(weeks=4))
    state(people, "needs_repair")
    sessions(people, held)
    assert counted(people) == counts


def test_a_state_that_is_written_again_goes_on(people: People) -> None:
    state(people, "met", BEGUN - timedelta(weeks=4))
    state(people, "needs_repair")
    state(people, "needs_repair", BEGUN + timedelta(weeks=2))
    sessions(people, 4)
    assert counted(people) == 3


def test_a_repair_that_held_begins_anew(people: People) -> None:
    for n, one in enumerate(("met", "needs_repair", "met", "needs_repair")):
        state(people, one, BEGUN + timedelta(weeks=n - 1))
    sessions(people, 4)
    assert counted(people) == 1


def test_what_needs_no_repair_counts_nothing(people: People) -> None:
    state(people, "building")
    a_session(people)
    assert counted(people) is None


AHEAD, PAST = (TODAY + timedelta(weeks=3)).isoformat(), (TODAY - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"about": ["c2"], "until": AHEAD}, 0),
        ({"about": ["c2"], "until": TODAY.isoformat()}, 0),
        ({"about": ["c2"], "until": PAST}, 3),
        ({"about": ["c4"], "until": AHEAD}, 3),
        ({"about": ["c2"]}, 3),
        ({"until": AHEAD}, 3),
    ],
)
def test_a_consultation_may_let_it_wait_until_a_day(
    people: People, values: dict[str, Any], counts: int
) -> None:
    state(people, "met", BEGUN - timedelta(weeks=4))
    state(people, "needs_repair")
    sessions(people, 4)
    supervision(people, held=BEGUN.isoformat(), **values)
    assert counted(people) == counts
