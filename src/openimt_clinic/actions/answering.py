"""Answers: given one by one while a form is open, sent as a whole, or brought in a file.

A worrying answer acts when it is given: its alert case opens before the form is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from openimt.assess.library import load
from openimt.assess.score import score
from openimt.assess.scores import Answers, WorryingAnswer
from openimt.errors import RecordError
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.alert_opening import open_case
from openimt_clinic.actions.facts import keep_facts
from openimt_clinic.audit.log import record
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.mapping.scores import scores_to_row
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

Values = Mapping[str, float | None]


@dataclass(frozen=True)
class Given:
    """An answer set, and the alert cases that its answers opened or stand behind."""

    answer_set: AnswerSet
    alerts: tuple[AlertCase, ...]


def _may_answer(by: User, patient: Patient) -> None:
    """The person themselves, or who assesses them."""
    if Permission.ANSWER_OWN not in permissions_for(by, patient):
        require(by, Permission.ASSESS, patient)


@action
def answer_given(
    *,
    patient: Patient,
    instrument: str,
    item: str,
    value: float | None,
    by: User,
    at: datetime | None = None,
) -> Given:
    """Keeps one answer of a form that is being filled in, and acts on it at once."""
    _may_answer(by, patient)
    known = load(instrument)
    known.item(item)
    now = at or timezone.now()
    draft = _draft(patient, instrument, known.version, by, now)
    draft.answers = {**draft.answers, item: value}
    draft.given_at = draft.received_at = now
    draft.save()
    record("answers.one_given", by=by, patient=patient, instrument=instrument, item=item)
    keep_facts(draft, (item,), by=by)
    return Given(draft, _act_on(draft, worries(draft), by, (item,)))


@action
def send_answers(
    *,
    patient: Patient,
    instrument: str,
    answers: Values,
    by: User,
    sent_key: str = "",
    at: datetime | None = None,
    shared: bool = True,
) -> Given:
    """Completes a form: answers are scored and kept. The same ``sent_key`` again changes nothing.

    ``shared`` False: the person keeps it from the therapist (session ratings only).
    """
    _may_answer(by, patient)
    if sent_key and (there := AnswerSet.objects.filter(patient=patient, sent_key=sent_key).first()):
        record("answers.sent_again", by=by, patient=patient, answers=there.pk)
        return Given(there, tuple(AlertCase.objects.filter(answer_set=there)))
    known = load(instrument)
    now = at or timezone.now()
    kept = _draft(patient, instrument, known.version, by, now)
    kept.answers = {**kept.answers, **answers}
    if all(value is None for value in kept.answers.values()):
        raise RecordError("Nothing was answered yet; answer at least one question.")
    made = score(Answers(str(patient.pk), kept.occasion, kept.answers), known)
    kept.scores, kept.warnings = scores_to_row(made), list(made.warnings)
    kept.state, kept.sent_key, kept.shared = AnswerState.COMPLETE.value, sent_key, shared
    kept.given_at = kept.received_at = now
    kept.save()
    record("answers.sent", by=by, patient=patient, answers=kept.pk, instrument=instrument)
    keep_facts(kept, tuple(kept.answers), by=by)
    return Given(kept, _act_on(kept, made.safety, by, tuple(kept.answers)))


@action
def drop_draft(*, answer_set: AnswerSet, by: User) -> None:
    """Puts a form aside that was begun; what its answers set in motion stays."""
    _may_answer(by, answer_set.patient)
    if answer_set.state != AnswerState.DRAFT.value:
        raise RecordError("A form that was sent is kept; only one that was begun can be put aside.")
    if AlertCase.objects.filter(answer_set=answer_set).exists():
        raise RecordError("Somebody will get in touch about an answer here, so it is kept.")
    record("answers.dropped", by=by, patient=answer_set.patient, instrument=answer_set.instrument)
    answer_set.delete()


def worries(draft: AnswerSet) -> Sequence[WorryingAnswer]:
    """The worrying answers of a set as it stands; raises ScoringError for one out of range."""
    known = load(draft.instrument)
    given = {item: value for item, value in draft.answers.items() if value is not None}
    return score(Answers(str(draft.patient_id), draft.occasion, given), known).safety


def _draft(patient: Patient, instrument: str, version: str, by: User, at: datetime) -> AnswerSet:
    """The form the person has begun, or a new one; two windows write in the same."""
    # The patient's row is the lock: a draft that is not there yet cannot be locked itself.
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    drafts = AnswerSet.objects.filter(
        patient=patient, instrument=instrument, state=AnswerState.DRAFT.value
    )
    there = drafts.first()
    if there is not None:
        return there
    return AnswerSet(
        clinic_id=patient.clinic_id,
        patient=patient,
        instrument=instrument,
        version=version,
        state=AnswerState.DRAFT.value,
        source=AnswerSource.FORM.value,
        given_by=by,
        given_at=at,
        received_at=at,
    )


def _act_on(
    kept: AnswerSet, found: Sequence[WorryingAnswer], by: User, items: tuple[str, ...]
) -> tuple[AlertCase, ...]:
    return tuple(
        open_case(
            kept.patient,
            worry,
            answer_set=kept,
            given_at=kept.given_at,
            received_at=kept.received_at,
            by=by,
        )
        for worry in found
        if worry.item in items
    )
