"""Agreed contacts that have passed, for whoever treats, covers, or is on duty at the moment."""

from datetime import datetime

from django.db.models import QuerySet

from openimt_clinic.access.standing import Standing
from openimt_clinic.records.contact_line import ContactLine
from openimt_clinic.records.mapping.contacts import owed
from openimt_clinic.records.patient import Patient

AT_MOST = 50


def owed_contacts(standing: Standing, now: datetime, mine: QuerySet[Patient]) -> list[ContactLine]:
    """Of the people in the user's care or cover (``mine``); whoever is on duty sees all of them.
    The one that waits longest comes first."""
    rows = owed(now)
    if not standing.is_on_duty:
        rows = rows.filter(patient__in=mine)
    return list(rows.select_related("patient", "by").order_by("next_by")[:AT_MOST])
