"""Storing an invented course at once. Only a clinic in which everybody is invented takes one."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import record
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.record import PatientRecord
from openimt_clinic.records.user import User


@action
def keep_invented_course(
    *,
    patient: Patient,
    rows: Sequence[PatientRecord],
    by: User,
    sessions_per_week: float = 1.0,
    ended_on: date | None = None,
) -> int:
    """Keeps the records of half a year with one event; returns how many there were.

    The order of the rows is kept, so that what is pointed at comes before what points at it.
    """
    require(by, Permission.ASSESS, patient)
    if not patient.clinic.is_demo:
        raise RecordError(
            f"{patient.clinic.name} is no demo clinic; invented courses are kept in those alone."
        )
    if any(row.patient_id != patient.pk for row in rows):
        raise RecordError("Every record of a course belongs to the same person.", field="rows")
    patient.sessions_per_week, patient.ended_on = sessions_per_week, ended_on
    patient.save(update_fields=["sessions_per_week", "ended_on"])
    kind: Any
    for kind, of_kind in groupby(rows, key=type):
        kind.objects.bulk_create(list(of_kind), batch_size=500)
    record("course.invented", by=by, patient=patient, records=len(rows))
    return len(rows)
