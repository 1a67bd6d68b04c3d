"""Two doors for a hard moment: before a reply, and after something happened."""

from datetime import datetime

from django.urls import reverse

from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.patient import Patient


def pause(_patient: Patient, _now: datetime) -> Card | None:
    """Both doors, and what helps now."""
    about = {
        "pause": reverse("patient:pause"),
        "moment": reverse("patient:moment"),
        "skills": reverse("patient:skills"),
    }
    return Card("patient/today/pause.html", about)
