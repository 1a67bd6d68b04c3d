"""What was said today and is asked about: by whom, and what to do when it gets stronger."""

from datetime import datetime
from zoneinfo import ZoneInfo

from openimt.terms import Response
from openimt_clinic.patient.happening import told_of
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.patient import Patient


def told(patient: Patient, now: datetime) -> Card | None:
    """The latest open case of today that somebody asks about; graver ones have their own page."""
    zone = ZoneInfo(patient.clinic.time_zone)
    morning = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    cases = AlertCase.objects.filter(
        patient=patient,
        response=Response.ENQUIRE.value,
        closed_at__isnull=True,
        received_at__gte=morning,
    )
    latest = cases.select_related("owner", "second", "acknowledged_by").order_by("-received_at")
    case = latest.first()
    return Card("patient/today/told.html", told_of(case)) if case else None
