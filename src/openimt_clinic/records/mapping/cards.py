"""Diary cards as the core's values: the one that holds, every earlier one, and that of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openimt.deliver.card.card import Card
from openimt.deliver.card.starting import starting_card
from openimt.deliver.card.written import card_from_json
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.phone_numbers import phone_number
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

DIARY = "diary"
PAST_DAYS = phone_number("diary.past_days")
"""So many days back a day can be filled in, where nothing else was agreed."""

FILLED = Asked(
    lambda: (
        PhoneDocument.objects.filter(
            patient=Given("patient"), kind=DIARY, removed_at__isnull=True,
            about__gte=Given("since"), about__lte=Given("until"),
        )
        .select_related("answer_set")
        .order_by("about")
    )
)  # fmt: skip
CARDS = Asked(lambda: DiaryCard.objects.filter(patient=Given("patient")).select_related("by"))


@dataclass(frozen=True)
class Agreed:
    """A card with the version it was kept as; ``record`` None: what the therapy starts with."""

    card: Card
    past_days: int
    record: DiaryCard | None = None


def agreed_of(record: DiaryCard) -> Agreed:
    """A kept version."""
    return Agreed(card_from_json(record.rows), record.past_days, record)


def card_in_force(patient: Patient) -> Agreed:
    """The latest version, else the card that the person's therapy starts with."""
    latest = CARDS.first(patient=patient.pk)
    return agreed_of(latest) if latest else Agreed(first_card(patient), PAST_DAYS)


def first_card(patient: Patient) -> Card:
    """What the person's therapy starts with."""
    therapies = catalogue_for(patient).therapies
    there = therapies.get(patient.therapy)
    return starting_card(patient.therapy, there.diary if there else None)


def all_cards(patient: Patient) -> tuple[Agreed, ...]:
    """Every version, the newest first; where none was agreed the therapy's card alone."""
    records = CARDS.all(patient=patient.pk)
    return tuple(map(agreed_of, records)) or (Agreed(first_card(patient), PAST_DAYS),)


def card_of(document: PhoneDocument, cards: Iterable[Agreed]) -> Card:
    """The card that the day was filled on."""
    known = list(cards)
    return next((one.card for one in known if _is_of(one, document)), known[0].card)


def _is_of(one: Agreed, document: PhoneDocument) -> bool:
    return one.record is not None and one.record.pk == document.card_id


def diary_documents(patient: Patient, since: date, until: date) -> dict[date, PhoneDocument]:
    """The filled days from one to the other, both included, by day."""
    rows = FILLED.all(patient=patient.pk, since=since, until=until)
    return {row.about: row for row in rows}
