"""Handing answers to the actions, so that the page that helps is reached whatever fails."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import Error as DatabaseFailure
from procrastinate.exceptions import ProcrastinateException

from openimt.assess.instrument import Instrument
from openimt.terms import Response
from openimt_clinic.actions.answering import Given, answer_given, send_answers
from openimt_clinic.patient.form import Values
from openimt_clinic.patient.questions import response_to
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

log = logging.getLogger(__name__)
# From here on the person is led to the page that helps; a milder answer is asked about.
LEADS_TO_HELP = Response.NEXT_WORKING_DAY.urgency


@dataclass(frozen=True)
class Kept:
    """What came of it. ``reached`` False: nothing could be kept, so nobody was told.

    ``response``: the most pressing thing that one of these answers calls for, if anything.
    """

    answer_set: AnswerSet | None
    response: Response | None
    reached: bool = True

    @property
    def answers_id(self) -> UUID | None:
        return self.answer_set.pk if self.answer_set else None

    @property
    def leads_to_help(self) -> bool:
        return self.response is not None and self.response.urgency >= LEADS_TO_HELP


def keep_answers(
    patient: Patient, instrument: Instrument, values: Values, *, key: str, by: User
) -> Kept:
    """Keeps each answer as it is given; a worrying one has then told somebody already."""
    # The most pressing first: should a later one fail, this one has told somebody.
    first = sorted(values, key=lambda item: -_urgency(instrument, item, values[item]))

    def keep() -> Given | None:
        given = None
        for item in first:
            given = answer_given(
                patient=patient, instrument=instrument.id, item=item, value=values[item], by=by,
                sent_key=key,
            )  # fmt: skip
        return given

    return _kept(keep, gravest(instrument, values))


def send(
    patient: Patient, instrument: Instrument, values: Values, *, key: str, shared: bool, by: User
) -> Kept:
    """Completes the form with the answers of its last page."""

    def keep() -> Given:
        return send_answers(
            patient=patient, instrument=instrument.id, answers=values, by=by, sent_key=key,
            shared=shared,
        )  # fmt: skip

    return _kept(keep, gravest(instrument, values))


def gravest(instrument: Instrument, values: Values) -> Response | None:
    """The most pressing thing these answers call for; needs no database."""
    found = (
        response_to(instrument, item, value) for item, value in values.items() if value is not None
    )
    called = [Response(word) for word in found if word]
    return max(called, key=lambda response: response.urgency, default=None)


def _urgency(instrument: Instrument, item: str, value: float | None) -> int:
    response = gravest(instrument, {item: value})
    return response.urgency if response else 0


def _kept(keep: Callable[[], Given | None], response: Response | None) -> Kept:
    try:
        given = keep()
    except (DatabaseFailure, ProcrastinateException):
        # The one failure that must not become an error page: the person has just told us.
        log.exception("answers could not be kept")
        return Kept(None, response, reached=False)
    return Kept(given.answer_set if given else None, response)
