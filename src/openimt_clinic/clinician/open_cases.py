"""The open alert cases of one person, as every page about them shows them."""

from datetime import datetime

from openimt_clinic.components.open_case import CaseRow, case_row, open_case
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.patient import Patient

OPEN = Asked(
    lambda: (
        AlertCase.objects.filter(patient=Given("patient"), closed_at__isnull=True)
        .select_related("owner", "second", "acknowledged_by")
        .order_by("due_at")
    )
)


def cases_of(patient: Patient, now: datetime) -> tuple[CaseRow, ...]:
    """The most urgent first."""
    rows = OPEN.all(patient=patient.pk)
    return tuple(case_row(open_case(case, patient), now) for case in rows)
