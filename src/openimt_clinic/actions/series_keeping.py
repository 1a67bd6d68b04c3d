"""Series of numbers from outside: kept for drawing, taken back when brought by mistake."""

from django.utils import timezone

from openimt.errors import RecordError
from openimt.exchange.series import Series
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.sent_again import in_turn
from openimt_clinic.audit.log import record
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.series_record import SeriesRecord
from openimt_clinic.records.user import User


@action
def keep_series(
    *,
    patient: Patient,
    name: str,
    series: Series,
    higher_is: str,
    by: User,
    says: str = "",
    file_name: str = "",
) -> SeriesRecord:
    """Keeps a series under a name of its own; it is drawn, and changes no plan."""
    require(by, Permission.ASSESS, patient)
    name = said(name, field="name", remedy="Give the series a name.")
    if series.lowest >= series.highest:
        raise RecordError("The highest value must lie above the lowest.", field="highest")
    in_turn(patient)
    if SeriesRecord.objects.filter(patient=patient, name=name, taken_back_at=None).exists():
        raise RecordError("There is a series of that name already.", field="name")
    kept = SeriesRecord.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        name=name,
        lowest=series.lowest,
        highest=series.highest,
        higher_is=higher_is,
        points=[[day.isoformat(), value] for day, value in series.points],
        left_out=series.left_out,
        says=says.strip(),
        file_name=file_name,
        by=by,
        noted_at=timezone.now(),
    )
    record("series.kept", by=by, patient=patient, series=kept.pk, points=len(series.points))
    return kept


@action
def take_back_series(*, series: SeriesRecord, by: User) -> SeriesRecord:
    """The series is no longer drawn; that it was there stays known."""
    require(by, Permission.ASSESS, series.patient)
    series.taken_back_at = timezone.now()
    series.save(update_fields=["taken_back_at"])
    record("series.taken_back", by=by, patient=series.patient, series=series.pk)
    return series
