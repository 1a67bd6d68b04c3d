"""Opening an alert case. It happens inside the action that received the answer."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from openimt.assess.scores import WorryingAnswer
from openimt.terms import Response
from openimt_clinic.actions.clock import clock_of
from openimt_clinic.actions.telling import answers_alerts, who_is_told
from openimt_clinic.audit.log import record
from openimt_clinic.jobs.queue import tell_later
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


def open_case(
    patient: Patient,
    worry: WorryingAnswer,
    *,
    answer_set: AnswerSet | None,
    given_at: datetime,
    received_at: datetime,
    by: User,
    anew: bool = True,
    said_now: bool = False,
) -> AlertCase:
    """The case for this answer: a new one, or the one that is there, made more urgent if need be.

    One open case for each answer of a set: who corrects an answer downwards is still asked about
    it. ``anew``: the answer was changed just now, so a case closed before does not speak for it.
    ``said_now``: nor does one that was closed before the same was said once more.
    """
    there = _latest(answer_set, worry.item) if answer_set else None
    once_more = said_now and there and there.closed_at and given_at > there.closed_at
    if there is None or (not there.open and (anew or once_more)):
        return _new_case(patient, worry, answer_set, given_at, received_at, by)
    if worry.response.urgency > Response(there.response).urgency and there.open:
        _more_urgent(there, worry, received_at, by)
    return there


def _latest(answer_set: AnswerSet, item: str) -> AlertCase | None:
    """The open case of this answer, else the one closed last."""
    cases = AlertCase.objects.select_for_update(of=("self",)).filter(
        answer_set=answer_set, item=item
    )
    return cases.order_by(F("closed_at").desc(nulls_first=True)).first()


def _new_case(
    patient: Patient,
    worry: WorryingAnswer,
    answer_set: AnswerSet | None,
    given_at: datetime,
    received_at: datetime,
    by: User,
) -> AlertCase:
    clock = clock_of(patient.clinic, worry.response)
    told = who_is_told(patient, received_at, on_duty_first=clock.to_on_duty)
    case = AlertCase.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        answer_set=answer_set,
        instrument=answer_set.instrument if answer_set else "",
        item=worry.item,
        answer=worry.answer,
        says=worry.says,
        response=worry.response.value,
        given_at=given_at,
        received_at=received_at,
        owner=told.owner,
        second=told.second,
        nobody_on_duty=told.nobody_on_duty or told.owner is None,
        due_at=clock.due(received_at, ZoneInfo(patient.clinic.time_zone)),
    )
    record(
        "alert.raised", by=by, patient=patient, alert=case.pk, response=worry.response.value,
        owner=told.owner.pk if told.owner else None, nobody_on_duty=case.nobody_on_duty,
    )  # fmt: skip
    if told.owner and clock.passes_on:
        tell_later(case, told.owner)
    return case


def _more_urgent(case: AlertCase, worry: WorryingAnswer, at: datetime, by: User) -> None:
    """A later answer calls for more: the clock starts anew, and whoever is due for it is told."""
    clock = clock_of(case.patient.clinic, worry.response)
    told = who_is_told(case.patient, at, on_duty_first=clock.to_on_duty)
    case.answer, case.says, case.response = worry.answer, worry.says, worry.response.value
    case.owner, case.second = told.owner, told.second
    case.nobody_on_duty = told.nobody_on_duty or told.owner is None
    case.due_at = min(case.due_at, clock.due(at, ZoneInfo(case.patient.clinic.time_zone)))
    case.acknowledged_at = case.acknowledged_by = case.passed_on_at = None
    case.save()
    record(
        "alert.more_urgent", by=by, patient=case.patient, alert=case.pk,
        response=worry.response.value,
    )  # fmt: skip
    if told.owner:
        tell_later(case, told.owner)


def open_again(case: AlertCase, *, at: datetime, by: User) -> AlertCase:
    """A case that was closed by mistake. Its clock starts anew, and whoever has it is told again,
    or, where they answer no alerts any more, whoever is due for it now."""
    clinic = case.patient.clinic
    clock = clock_of(clinic, Response(case.response))
    told = who_is_told(case.patient, at, on_duty_first=clock.to_on_duty)
    if not answers_alerts(case.owner, clinic):
        case.owner, case.second = told.owner, told.second
    case.nobody_on_duty = told.nobody_on_duty or case.owner is None
    case.due_at = clock.due(at, ZoneInfo(clinic.time_zone))
    case.acknowledged_at = case.acknowledged_by = case.passed_on_at = None
    case.closed_at, case.closed_by, case.closed_reason = None, None, ""
    case.save()
    record("alert.open_again", by=by, patient=case.patient, alert=case.pk)
    if case.owner and clock.passes_on:
        tell_later(case, case.owner)
    return case
