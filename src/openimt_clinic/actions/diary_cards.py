"""A person's diary card is agreed with them: each change is a new version, with its reason."""

from django.db.models import Max
from django.utils import timezone

from openimt.deliver.card.card import Card
from openimt.deliver.card.editing import MOST_DAYS, check_card
from openimt.deliver.card.written import card_to_json
from openimt.errors import DeliveryError, RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import record
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.mapping.cards import Agreed, agreed_of, first_card
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


@action
def agree_card(
    *, patient: Patient, card: Card, past_days: int, by: User, reason: str = ""
) -> DiaryCard:
    """The next version. What asks about safety stays, and an id keeps its meaning for ever.

    Days that were filled before keep the card they were filled on. ``past_days``: so many days
    back a day can still be filled in, from 0 (today alone) to 14.
    """
    require(by, Permission.DELIVER, patient)
    if not 0 <= past_days <= MOST_DAYS:
        raise RecordError(f"Choose from 0 to {MOST_DAYS} days.", field="past_days")
    # The patient's row is the lock: two people change a card one after the other.
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    earlier = tuple(map(agreed_of, DiaryCard.objects.filter(patient=patient)))
    try:
        check_card(card, [first_card(patient), *(one.card for one in earlier)])
    except DeliveryError as refusal:
        raise RecordError(refusal.says) from None
    if earlier and earlier[0] == Agreed(card, past_days, earlier[0].record):
        raise RecordError("Nothing is different from the card that holds.")
    last = DiaryCard.objects.filter(patient=patient).aggregate(last=Max("number"))["last"]
    kept = DiaryCard.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        number=(last or 0) + 1,
        rows=card_to_json(card),
        past_days=past_days,
        reason=reason.strip(),
        by=by,
        made_at=timezone.now(),
    )
    record("card.agreed", by=by, patient=patient, number=kept.number)
    return kept
