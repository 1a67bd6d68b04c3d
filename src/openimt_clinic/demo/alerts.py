"""Alert cases behind worrying answers: old ones closed with what came of them, new ones open."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from openimt.terms import Response
from openimt_clinic.actions.clock import clock_of
from openimt_clinic.actions.telling import who_is_told
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.mapping.facts import SAFETY_CHECK
from openimt_clinic.records.record import PatientRecord

STAYS_OPEN = timedelta(hours=20)
SEEN_AFTER = timedelta(minutes=9)
TRIED_AFTER = timedelta(minutes=5)
REACHED_AFTER = timedelta(minutes=40)
TRIED = "Let it ring twice; left word that we call again."
REACHED = "Spoke for a quarter of an hour. The plan is at hand; somebody is there tonight."
CAME_OF_IT = "Reached by telephone, asked openly, plan gone through; the next session stands."
SPOKEN = "Asked what had happened and what had helped; nothing needs a doctor. Looked at the plan."
LOOKED_AT = "Talked it through on the telephone; plan offered, chain analysis set for next time."
BEFORE_DUE = timedelta(hours=6, minutes=20)


def alert_cases(sets: Sequence[AnswerSet], keeping: Keeping) -> list[PatientRecord]:
    """A case for each answer of the weekly check that calls for more than a question."""
    cases: list[AlertCase] = []
    for kept in sets:
        if kept.instrument == SAFETY_CHECK:
            cases += _cases(kept, keeping)
    tried = [contact for case in cases for contact in _contacts(case, keeping)]
    return [*cases, *tried]


def _cases(kept: AnswerSet, keeping: Keeping) -> Iterator[AlertCase]:
    for worry in kept.scores["safety"]:
        response = Response(worry["response"])
        if response.urgency >= Response.NEXT_WORKING_DAY.urgency:
            yield _case(kept, worry, response, keeping)


def _case(
    kept: AnswerSet, worry: dict[str, Any], response: Response, keeping: Keeping
) -> AlertCase:
    clock = clock_of(keeping.patient.clinic, response)
    told = who_is_told(keeping.patient, kept.given_at, on_duty_first=clock.to_on_duty)
    case = AlertCase(
        **keeping.fields(
            answer_set=kept,
            instrument=kept.instrument,
            item=worry["item"],
            answer=worry["answer"],
            says=worry["says"],
            response=response.value,
            given_at=kept.given_at,
            received_at=kept.received_at,
            owner=told.owner,
            second=told.second,
            nobody_on_duty=told.nobody_on_duty or told.owner is None,
            due_at=clock.due(kept.given_at, keeping.zone),
        )
    )
    _look_after(case, keeping)
    return case


def _look_after(case: AlertCase, keeping: Keeping) -> None:
    """What is due was seen in time; what is older was closed; what came just now waits."""
    by = case.owner or keeping.treating
    if case.due_at <= keeping.now:
        case.acknowledged_at, case.acknowledged_by = _seen_at(case), by
    if keeping.now - case.given_at > STAYS_OPEN and case.due_at <= keeping.now:
        case.closed_at, case.closed_by = _reached_at(case), by
        case.closed_reason = _came_of_it(case)


def _seen_at(case: AlertCase) -> datetime:
    return _reached_at(case) - REACHED_AFTER + SEEN_AFTER


def _reached_at(case: AlertCase) -> datetime:
    """Soon, where minutes count; in the morning of the next working day where days do."""
    return max(case.given_at + REACHED_AFTER, case.due_at - BEFORE_DUE)


def _came_of_it(case: AlertCase) -> str:
    if case.response != Response.NEXT_WORKING_DAY.value:
        return CAME_OF_IT
    return LOOKED_AT if case.given_at.day % 2 else SPOKEN


def _contacts(case: AlertCase, keeping: Keeping) -> Iterator[ContactLine]:
    if case.acknowledged_at is None:
        return
    yield _contact(case, case.acknowledged_at + TRIED_AFTER, False, TRIED, keeping)
    if case.closed_at:
        yield _contact(case, case.closed_at, True, REACHED, keeping)


def _contact(
    case: AlertCase, at: datetime, reached: bool, says: str, keeping: Keeping
) -> ContactLine:
    by = case.acknowledged_by or keeping.treating
    way = ContactWay.PHONE.value
    return ContactLine(
        **keeping.fields(alert=case, at=at, by=by, way=way, reached=reached, says=says)
    )
