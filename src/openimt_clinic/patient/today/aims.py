"""Once a week: how near the person feels to their own aims."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from openimt_clinic.actions.phone.kinds.target import AIMS, WORDS
from openimt_clinic.patient.today.card import Card
from openimt_clinic.patient.writing import writing
from openimt_clinic.records.patient import Patient


def aims(patient: Patient, now: datetime) -> Card | None:
    """A door while there are aims and nothing was said of them this week."""
    words = writing(patient, "target", WORDS).values
    if not any(words.get(f"{aim}_words") for aim in AIMS):
        return None
    today = now.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    monday = today - timedelta(days=today.weekday())
    if writing(patient, "target", monday.isoformat()).values:
        return None
    return Card("patient/today/aims.html", reverse("patient:targets"))
