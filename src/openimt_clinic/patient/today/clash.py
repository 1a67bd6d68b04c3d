"""Something that two of the person's devices answered differently."""

from datetime import datetime

from openimt_clinic.patient.clash_view import open_clashes
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.patient import Patient


def clash(patient: Patient, _now: datetime) -> Card | None:
    """A door to the page where the person says which answer holds."""
    return Card("patient/today/clash.html") if open_clashes(patient) else None
