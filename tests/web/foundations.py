"""What common modules are read from, made the short way: ratings, sessions, agreements, strains."""

from datetime import UTC, datetime, timedelta
from typing import Any

from openimt.assess.library import load
from openimt.assess.score import score
from openimt.assess.scores import Answers
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.ratings import SESSION
from openimt_clinic.records.mapping.scores import scores_to_row
from openimt_clinic.records.session_record import SessionRecord
from tests.web.kept import of_dan
from tests.web.people import People
from tests.web.written import a_signed

AGREEMENT = {
    "goals": ["sleep through", "stay with my sister on Sundays"],
    "person_does": ["come, or ring the day before"],
    "therapist_does": ["answer within a working day"],
    "often": "once a week, on Mondays",
    "minutes": 50,
    "between": "A mail, answered within a working day.",
}
STRAIN = {"marker": "withdrawal", "happened": "He went quiet when I looked at the clock."}


def days_ago(days: int, hour: int = 10) -> datetime:
    at = datetime.now(tz=UTC) - timedelta(days=days)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0)


def answered(
    people: People, instrument: str, at: datetime, *, shared: bool = True, **answers: float
) -> AnswerSet:
    """A form as it was sent."""
    known = load(instrument)
    made = score(Answers(str(people.patient.pk), "", answers), known)
    return AnswerSet.objects.create(
        **of_dan(
            people, instrument=instrument, version=known.version, answers=answers,
            scores=scores_to_row(made), state="complete", source="form", given_at=at,
            received_at=at, shared=shared,
        )
    )  # fmt: skip


def rated(people: People, days: int, value: float, *, shared: bool = True) -> AnswerSet:
    items = ("understood", "aims", "useful", "pace", "safe")
    answers = dict.fromkeys(items, value)
    return answered(people, SESSION, days_ago(days), shared=shared, **answers)


def held(people: People, days: int, *modules: str, **fields: Any) -> SessionRecord:
    """A session that was written down, with the modules that were worked on."""
    at = days_ago(days)
    kept = Appointment.objects.create(
        **of_dan(people, with_whom=people.ana, starts_at=at, state="kept", marked_by=people.ana,
                 marked_at=at)
    )  # fmt: skip
    work = [{"module": m, "step_before": 0, "step_after": 1, "note": ""} for m in modules]
    given = {"minutes": 50, "work": work, "by": people.ana, "noted_at": at} | fields
    return SessionRecord.objects.create(**of_dan(people, appointment=kept, held_at=at, **given))


def an_agreement(people: People, **values: Any) -> CareDocument:
    """Signed by Ana; Dan has not seen it yet."""
    return a_signed(people, "agreement", **(AGREEMENT | values))
