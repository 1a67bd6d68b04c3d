"""The card of the day: what is felt, what helped. Done is said once, and kindly."""

from datetime import datetime

from openimt_clinic.patient.due import card_due
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.patient import Patient


def day_card(patient: Patient, now: datetime) -> Card | None:
    """The way to the card, or thanks for today's."""
    return Card("patient/today/day_card.html", card_due(patient, now))
