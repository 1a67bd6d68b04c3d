"""What was said and is looked after: who was told, what happens, and what to do meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from openimt.terms import Response
from openimt_clinic.components.happening import LEADS_TO_HELP, Told, told_of, what_happens
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Said:
    """The gravest open case that still speaks to the person; ``answer``: where all of it stands."""

    told: Told
    happens: tuple[str, ...]
    asked_later: bool
    medical: bool
    answer: object


def told(patient: Patient, now: datetime) -> Card | None:
    """The gravest open case, and of these the latest. What is only asked about speaks on its day;
    graver ones on the next day, too, and until somebody has read them."""
    zone = ZoneInfo(patient.clinic.time_zone)
    morning = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    cases = AlertCase.objects.filter(patient=patient, closed_at__isnull=True)
    there = cases.select_related("owner", "second", "acknowledged_by").order_by("-received_at")
    speaking = [case for case in there if _speaks(case, morning)]
    if not speaking:
        return None
    case = max(speaking, key=lambda one: Response(one.response).urgency)
    known = told_of(case)
    return Card(
        "patient/today/told.html",
        Said(
            known,
            what_happens(known, patient.clinic),
            known.response.urgency < LEADS_TO_HELP,
            known.response is Response.EMERGENCY,
            case.answer_set_id,
        ),
    )


def _speaks(case: AlertCase, morning: datetime) -> bool:
    if Response(case.response).urgency < LEADS_TO_HELP:
        return case.response == Response.ENQUIRE and case.received_at >= morning
    return case.acknowledged_at is None or case.received_at >= morning - timedelta(days=1)
