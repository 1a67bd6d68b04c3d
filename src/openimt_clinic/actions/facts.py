"""Answers that are facts become clinical events, and follow the answer while it is corrected."""

from datetime import date

from openimt.assess.library import load
from openimt.terms import URGES, EventKind
from openimt_clinic.audit.log import record
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.mapping.about import day_of
from openimt_clinic.records.mapping.facts import FACTS
from openimt_clinic.records.user import User


def keep_facts(kept: AnswerSet, items: tuple[str, ...], *, by: User, first: bool = False) -> None:
    """Writes the events that these answers tell of; only our own sets ask for facts.

    ``first``: the set is new, so that there is no event of it yet.
    """
    if not load(kept.instrument).own:
        return
    kinds = dict.fromkeys(FACTS[item] for item in items if item in FACTS)
    if not kinds:
        return
    rows = () if first else ClinicalEvent.objects.filter(answer_set=kept)
    there = {event.kind: event for event in rows}
    noted = [_keep(kept, kind, there.get(kind.value), by) for kind in kinds]
    ClinicalEvent.objects.bulk_create(event for event in noted if event)


def _keep(
    kept: AnswerSet, kind: EventKind, there: ClinicalEvent | None, by: User
) -> ClinicalEvent | None:
    """The new event to be kept, if there is one."""
    told = [kept.answers.get(item) for item, tells in FACTS.items() if tells is kind]
    value = max((number for number in told if number is not None), default=None)
    happened = value is not None and (kind in URGES or value > 0)
    if not happened:
        # Answered by mistake and put right before anybody has looked at it.
        if there is not None and there.reviewed_at is None:
            there.delete()
            record("event.taken_back", by=by, patient=kept.patient, kind=kind.value)
        return None
    said, day = value if kind in URGES else None, day_of(kept)
    if there is None:
        return _noted(kept, kind, said, day, by)
    if (there.value, there.on) != (said, day):
        there.value, there.on = said, day
        there.save(update_fields=["value", "on"])
    return None


def _noted(
    kept: AnswerSet, kind: EventKind, value: float | None, day: date, by: User
) -> ClinicalEvent:
    record("event.noted", by=by, patient=kept.patient, kind=kind.value)
    return ClinicalEvent(
        clinic_id=kept.clinic_id,
        patient=kept.patient,
        kind=kind.value,
        on=day,
        value=value,
        noted_by=by,
        noted_at=kept.received_at,
        answer_set=kept,
    )
