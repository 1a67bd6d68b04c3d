"""Answers brought in a file: all are kept; the newest set's worrying answers act."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from openimt.assess.library import load
from openimt.assess.score import score_all
from openimt.assess.scores import Answers, Scores
from openimt.errors import RecordError
from openimt.terms import Response
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.alert_opening import open_case
from openimt_clinic.actions.clock import old_after
from openimt_clinic.actions.facts import keep_facts
from openimt_clinic.actions.sent_again import in_turn
from openimt_clinic.audit.log import record
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.mapping.scores import scores_of, scores_to_row
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


@dataclass(frozen=True)
class Brought:
    """One set of answers from a file, the moment it was given, and what its sender said."""

    answers: Answers
    given_at: datetime
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What was kept, how many sets were there already, and the alert cases that opened."""

    kept: tuple[AnswerSet, ...]
    known_already: int
    alerts: tuple[AlertCase, ...]


@action
def import_answers(
    *,
    patient: Patient,
    instrument: str,
    brought: Sequence[Brought],
    by: User,
    file_name: str = "",
    at: datetime | None = None,
) -> Imported:
    """Keeps the sets of one instrument and one person; a set that is there already is counted.

    All or nothing: one answer out of range refuses the file, with its row and field.
    """
    require(by, Permission.ASSESS, patient)
    if not brought:
        raise RecordError("The file holds no answers of this person.", file=file_name or None)
    in_turn(patient)
    now = at or timezone.now()
    known = load(instrument)
    scores = score_all([one.answers for one in brought], known)
    occasions = set(
        AnswerSet.objects.filter(
            patient=patient, instrument=instrument, source=AnswerSource.IMPORT.value
        ).values_list("occasion", flat=True)
    )
    kept = []
    for one, made in zip(brought, scores, strict=True):
        occasion = one.answers.occasion or one.given_at.isoformat()
        if occasion in occasions:
            continue
        occasions.add(occasion)
        kept.append(_keep(patient, one, made, occasion, by, file_name, now))
    record(
        "answers.imported", by=by, patient=patient, instrument=instrument,
        sets=len(kept), known_already=len(brought) - len(kept),
    )  # fmt: skip
    for one_set in kept:
        keep_facts(one_set, tuple(one_set.answers), by=by)
    return Imported(tuple(kept), len(brought) - len(kept), _act_on_newest(kept, by))


def _keep(
    patient: Patient, one: Brought, made: Scores, occasion: str, by: User, file: str, now: datetime
) -> AnswerSet:
    return AnswerSet.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        instrument=made.instrument,
        version=made.version,
        occasion=occasion,
        answers=dict(one.answers.values),
        scores=scores_to_row(made),
        state=AnswerState.COMPLETE.value,
        source=AnswerSource.IMPORT.value,
        given_by=by,
        given_at=one.given_at,
        received_at=now,
        file_name=file,
        warnings=[*one.warnings, *made.warnings],
    )


def _act_on_newest(kept: list[AnswerSet], by: User) -> tuple[AlertCase, ...]:
    """A file of a whole course opens cases for how the person is now, not for each week of it."""
    if not kept:
        return ()
    newest = max(kept, key=lambda one: one.given_at)
    old = newest.received_at - newest.given_at > old_after()
    opened = []
    for found in scores_of(newest).safety:
        worry = replace(found, response=Response.ENQUIRE) if old else found
        opened.append(
            open_case(
                newest.patient,
                worry,
                answer_set=newest,
                given_at=newest.given_at,
                received_at=newest.received_at,
                by=by,
            )
        )
    return tuple(opened)
