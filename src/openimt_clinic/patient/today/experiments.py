"""An experiment whose day has come, and that nothing was said of yet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from openimt_clinic.patient.today.card import Card
from openimt_clinic.patient.writing import documents
from openimt_clinic.records.patient import Patient


def experiments(patient: Patient, now: datetime) -> Card | None:
    """The latest of them."""
    today = now.astimezone(ZoneInfo(patient.clinic.time_zone)).date().isoformat()
    for one in documents(patient, "experiment"):
        on = str(one.values.get("on") or "")
        if on and on <= today and not one.values.get("found"):
            return Card("patient/today/experiment.html", {"name": one.name, **one.values})
    return None
