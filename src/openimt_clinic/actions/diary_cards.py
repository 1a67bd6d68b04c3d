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
from openimt_clinic.actions.back_door.in_care import refuse_once_ended
from openimt_clinic.audit.log import record
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.mapping.cards import Agreed, agreed_of, first_card
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


@action
def agree_card(
    *,
    patient: Patient,
    card: Card,
    past_days: int,
    by: User,
    reason: str = "",
    seen: int | None = None,
) -> DiaryCard:
    """The next version. What asks about safety stays, and an id keeps its meaning for ever.
    ``seen``: the number of the version it was made from (0 = none); another one is not undone.

    Days that were filled before keep the card they were filled on. ``past_days``: so many days
    back a day can still be filled in, from 0 (today alone) to 14.
    """
    require(by, Permission.DELIVER, patient)
    refuse_once_ended(patient)
    if not 0 <= past_days <= MOST_DAYS:
        raise RecordError(f"Choose from 0 to {MOST_DAYS} days.", field="past_days")
    # The patient's row is the lock: two people change a card one after the other.
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    earlier = tuple(map(agreed_of, DiaryCard.objects.filter(patient=patient)))
    if (pressed := _pressed_twice(earlier, card, past_days, by, seen)) is not None:
        record("card.agreed_again", by=by, patient=patient, number=pressed.number)
        return pressed
    _refuse_unseen(earlier, seen)
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


def _pressed_twice(
    earlier: tuple[Agreed, ...], card: Card, past_days: int, by: User, seen: int | None
) -> DiaryCard | None:
    """The version that the same person agreed from the same page just now, if there is one."""
    latest = earlier[0].record if earlier else None
    if latest is None or seen is None or latest.number != seen + 1 or latest.by_id != by.pk:
        return None
    return latest if earlier[0] == Agreed(card, past_days, latest) else None


def _refuse_unseen(earlier: tuple[Agreed, ...], seen: int | None) -> None:
    latest = earlier[0].record if earlier else None
    if seen is not None and latest is not None and latest.number != seen:
        raise RecordError(
            f"{latest.by.name} agreed version {latest.number} meanwhile. Look at the card again, "
            "then agree."
        )
