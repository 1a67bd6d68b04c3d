"""The first day of a diary keeps the card it begins with, so that it stays readable for ever."""

from openimt.deliver.card.written import card_to_json
from openimt_clinic.actions.phone.kind import Change
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.mapping.cards import PAST_DAYS, first_card


def keep_first_card(change: Change) -> DiaryCard:
    """Version 1: what the therapy starts with. The patient's row is locked by who receives."""
    return DiaryCard.objects.create(
        clinic_id=change.patient.clinic_id,
        patient=change.patient,
        number=1,
        rows=card_to_json(first_card(change.patient)),
        past_days=PAST_DAYS,
        by=change.by,
        made_at=change.times.received_at,
    )
