"""Answers: given one by one while a form is open, sent as a whole, or brought in a file.

A worrying answer acts when it is given: its alert case opens before the form is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt.assess.instrument import Instrument
from openimt.assess.library import load
from openimt.assess.score import score
from openimt.assess.scores import Answers, Scores, WorryingAnswer
from openimt.errors import RecordError
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.alert_opening import open_case
from openimt_clinic.actions.facts import keep_facts
from openimt_clinic.actions.sent_again import in_turn
from openimt_clinic.audit.log import record
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.mapping.scores import scores_to_row
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

MAY_BE_KEPT_BACK = frozenset({"oi-session-client"})
"""The forms that a person may keep from the team; whatever asks about safety is not among them."""

Values = Mapping[str, float | None]


@dataclass(frozen=True)
class Given:
    """An answer set, and the alert cases that its answers opened or stand behind."""

    answer_set: AnswerSet
    alerts: tuple[AlertCase, ...]


def _may_answer(by: User, patient: Patient, instrument: str) -> None:
    """The person themselves, or who assesses them, but for what the person may keep back."""
    if Permission.ANSWER_OWN in permissions_for(by, patient):
        return
    require(by, Permission.ASSESS, patient)
    if instrument in MAY_BE_KEPT_BACK:
        raise RecordError("Only the person says how a session was for them, on their own pages.")


@action
def answer_given(
    *,
    patient: Patient,
    instrument: str,
    item: str,
    value: float | None,
    by: User,
    sent_key: str = "",
    at: datetime | None = None,
) -> Given:
    """Keeps one answer of a form that is being filled in, and acts on it at once.

    An answer that was sent with its form already, and comes once more, changes nothing; another
    one that comes late begins a form of its own, so that nothing worrying is ever dropped.
    """
    _may_answer(by, patient, instrument)
    known = load(instrument)
    known.item(item)
    in_turn(patient)
    there = _sent(patient, sent_key)
    if there and there.answers.get(item) == value:
        record("answers.came_late", by=by, patient=patient, answers=there.pk, item=item)
        return Given(there, tuple(AlertCase.objects.filter(answer_set=there)))
    now = at or timezone.now()
    draft = _draft(patient, known, by, now)
    anew = _changed(draft, {item: value})
    draft.answers = {**draft.answers, item: value}
    draft.sent_key = draft.sent_key or ("" if there else sent_key)
    draft.given_at = draft.received_at = now
    found = worries(draft)
    draft.save()
    record("answers.one_given", by=by, patient=patient, instrument=instrument, item=item)
    keep_facts(draft, (item,), by=by)
    return Given(draft, _act_on(draft, found, by, (item,), anew))


@action
def send_answers(
    *,
    patient: Patient,
    instrument: str,
    answers: Values,
    by: User,
    sent_key: str = "",
    at: datetime | None = None,
    given_at: datetime | None = None,
    shared: bool = True,
) -> Given:
    """Completes a form: answers are scored and kept. The same ``sent_key`` again changes nothing.

    ``given_at``: when it was filled in, where that was earlier (a form on paper). ``shared`` False:
    the person keeps it from the therapist (session ratings only).
    """
    _may_answer(by, patient, instrument)
    if not shared and instrument not in MAY_BE_KEPT_BACK:
        raise RecordError("Only how a session was can be kept from the team.", field="shared")
    in_turn(patient)
    if there := _sent(patient, sent_key):
        record("answers.sent_again", by=by, patient=patient, answers=there.pk)
        return Given(there, tuple(AlertCase.objects.filter(answer_set=there)))
    known = load(instrument)
    now = at or timezone.now()
    kept = _draft(patient, known, by, now)
    anew = _changed(kept, answers)
    kept.answers = {**kept.answers, **answers}
    if all(value is None for value in kept.answers.values()):
        raise RecordError("Nothing was answered yet; answer at least one question.")
    kept.sent_key, kept.shared = sent_key, shared
    kept.given_at, kept.received_at = given_at or now, now
    made = _complete(kept, known, by)
    keep_facts(kept, tuple(kept.answers), by=by)
    return Given(kept, _act_on(kept, made.safety, by, tuple(kept.answers), anew))


@action
def drop_draft(*, answer_set: AnswerSet, by: User) -> None:
    """Puts a form aside that was begun; what its answers set in motion stays."""
    _may_answer(by, answer_set.patient, answer_set.instrument)
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


def _sent(patient: Patient, sent_key: str) -> AnswerSet | None:
    """The form that was sent under this key, if it was."""
    sets = AnswerSet.objects.filter(patient=patient, state=AnswerState.COMPLETE.value)
    return sets.filter(sent_key=sent_key).first() if sent_key else None


def _complete(kept: AnswerSet, known: Instrument, by: User) -> Scores:
    """Scores the set as it stands and keeps it; what its answers call for is not done here."""
    made = score(Answers(str(kept.patient_id), kept.occasion, kept.answers), known)
    kept.scores, kept.warnings = scores_to_row(made), list(made.warnings)
    kept.state = AnswerState.COMPLETE.value
    kept.save()
    record("answers.sent", by=by, patient=kept.patient, answers=kept.pk, instrument=known.id)
    return made


def _draft(patient: Patient, known: Instrument, by: User, at: datetime) -> AnswerSet:
    """The form the person has begun today, or a new one; two windows write in the same.

    Our own sets ask about a day or a week that ends today. One begun on another day is complete as
    it stands: what was left blank is not known, and its answers have acted already.
    """
    there = AnswerSet.objects.filter(
        patient=patient, instrument=known.id, state=AnswerState.DRAFT.value
    ).first()
    if there is not None and not (known.own and of_another_day(there, at)):
        return there
    if there is not None:
        _complete(there, known, by)
    return AnswerSet(
        clinic_id=patient.clinic_id,
        patient=patient,
        instrument=known.id,
        version=known.version,
        state=AnswerState.DRAFT.value,
        source=AnswerSource.FORM.value,
        given_by=by,
        given_at=at,
        received_at=at,
    )


def of_another_day(draft: AnswerSet, at: datetime) -> bool:
    """Whether the form was last touched on another day than this moment's, in the clinic's time."""
    zone = ZoneInfo(draft.patient.clinic.time_zone)
    return draft.given_at.astimezone(zone).date() != at.astimezone(zone).date()


def _changed(before: AnswerSet, answers: Values) -> frozenset[str]:
    """The items that are answered otherwise now than they were."""
    return frozenset(
        item
        for item, value in answers.items()
        if item not in before.answers or before.answers[item] != value
    )


def _act_on(
    kept: AnswerSet,
    found: Sequence[WorryingAnswer],
    by: User,
    items: tuple[str, ...],
    anew: frozenset[str],
) -> tuple[AlertCase, ...]:
    return tuple(
        open_case(
            kept.patient,
            worry,
            answer_set=kept,
            given_at=kept.given_at,
            received_at=kept.received_at,
            by=by,
            anew=worry.item in anew,
        )
        for worry in found
        if worry.item in items
    )
