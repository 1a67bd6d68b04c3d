"""Answers that are facts become clinical events, and follow the answer while it is corrected."""

from openimt.assess.library import load
from openimt.terms import URGES, EventKind
from openimt_clinic.audit.log import record
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.mapping.about import day_of
from openimt_clinic.records.mapping.facts import FACTS
from openimt_clinic.records.user import User


def keep_facts(kept: AnswerSet, items: tuple[str, ...], *, by: User) -> None:
    """Writes the events that these answers tell of; only our own sets ask for facts."""
    if not load(kept.instrument).own:
        return
    for kind in dict.fromkeys(FACTS[item] for item in items if item in FACTS):
        _keep(kept, kind, by)


def _keep(kept: AnswerSet, kind: EventKind, by: User) -> None:
    told = [kept.answers.get(item) for item, tells in FACTS.items() if tells is kind]
    value = max((number for number in told if number is not None), default=None)
    there = ClinicalEvent.objects.filter(answer_set=kept, kind=kind.value)
    happened = value is not None and (kind in URGES or value > 0)
    if not happened:
        # Answered by mistake and put right before anybody has looked at it.
        if there.filter(reviewed_at__isnull=True).delete()[0]:
            record("event.taken_back", by=by, patient=kept.patient, kind=kind.value)
        return
    day = day_of(kept)
    _, new = ClinicalEvent.objects.update_or_create(
        answer_set=kept,
        kind=kind.value,
        defaults={"value": value if kind in URGES else None, "on": day},
        create_defaults={
            "clinic_id": kept.clinic_id,
            "patient": kept.patient,
            "on": day,
            "value": value if kind in URGES else None,
            "noted_by": by,
            "noted_at": kept.received_at,
        },
    )
    if new:
        record("event.noted", by=by, patient=kept.patient, kind=kind.value)
