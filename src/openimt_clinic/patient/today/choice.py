"""Somebody to choose: the clinic offers several who could treat the person."""

from datetime import datetime

from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.fit_choice import FitChoice
from openimt_clinic.records.patient import Patient


def choice(patient: Patient, _now: datetime) -> Card | None:
    """While nobody is chosen yet."""
    open_one = FitChoice.objects.filter(
        patient=patient, shown=True, chosen_at__isnull=True, changed_at__isnull=True
    )
    return Card("patient/today/choice.html") if open_one.exists() else None
