"""Two doors for a hard moment: before a reply, and after something happened."""

from datetime import datetime

from openimt_clinic.patient.doors import address
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.patient import Patient


def pause(_patient: Patient, _now: datetime) -> Card | None:
    """Both doors, and what helps now."""
    about = {
        "pause": address("patient:pause"),
        "moment": address("patient:moment"),
        "skills": address("patient:skills"),
    }
    return Card("patient/today/pause.html", about)
