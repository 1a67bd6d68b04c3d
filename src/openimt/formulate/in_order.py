"""The same facts in one fixed order, so that the order in which they were said changes nothing."""

from dataclasses import replace
from datetime import date

from openimt.formulate.assessment import Assessment, Event, Judgement, Reading, SafetyAnswer


def in_order(assessment: Assessment) -> Assessment:
    """The assessment with its lists sorted; what carries no date counts as said on its day.

    Of two readings of one thing on one day the higher comes last, and so is the one that counts.
    """
    on = assessment.on
    events = assessment.events
    return replace(
        assessment,
        readings=tuple(sorted(assessment.readings, key=lambda r: _reading(r, on))),
        events=None if events is None else tuple(sorted(events, key=_event)),
        safety_answers=tuple(sorted(assessment.safety_answers, key=lambda a: _answer(a, on))),
        delivered=tuple(sorted(assessment.delivered, key=lambda d: (d.module, d.step, d.sessions))),
        judgements=tuple(sorted(assessment.judgements, key=_judgement)),
        pin=tuple(sorted(assessment.pin)),
        ban=tuple(sorted(assessment.ban)),
    )


def _reading(reading: Reading, on: date) -> tuple[object, ...]:
    height = reading.value if reading.severity is None else reading.severity
    day = reading.on or on
    named = (reading.measure, reading.target, reading.by)
    return (day, *named, height or 0.0, reading.sd or 0.0, reading.on is None)


def _event(event: Event) -> tuple[object, ...]:
    return (event.on, event.kind, event.value or 0.0, event.reviewed_by)


def _answer(answer: SafetyAnswer, on: date) -> tuple[object, ...]:
    given = (answer.instrument, answer.item, answer.answer, answer.response)
    return (answer.on or on, *given, answer.on is None)


def _judgement(judgement: Judgement) -> tuple[object, ...]:
    """Of two that lapse on one day, the one against comes first and so is the one that counts."""
    return (judgement.criterion, judgement.until or date.max, judgement.met, judgement.by)
