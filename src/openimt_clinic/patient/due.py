"""Which forms are due today, from what was given and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from openimt_clinic.patient.form import PatientForm, patient_forms
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord


@dataclass(frozen=True)
class Due:
    """A form and whether it waits to be filled in. ``begun``: there is a draft of today."""

    form: PatientForm
    due: bool
    begun: bool = False


def due_forms(patient: Patient, now: datetime) -> dict[str, Due]:
    """Every form of the patient's side, by id, with whether it is due at this moment."""
    zone = ZoneInfo(patient.clinic.time_zone)
    today = now.astimezone(zone).date()
    last = _days(patient, AnswerState.COMPLETE, zone)
    drafts = _days(patient, AnswerState.DRAFT, zone)
    session = SessionRecord.objects.filter(patient=patient, held_at__lte=now).first()
    held = session.held_at.astimezone(zone).date() if session else None
    return {
        form_id: Due(
            form, is_due(form, last.get(form_id), held, today), drafts.get(form_id) == today
        )
        for form_id, form in patient_forms().items()
    }


def is_due(form: PatientForm, last: date | None, held: date | None, today: date) -> bool:
    """``last``: the day it was last given; ``held``: the day of the last session."""
    if form.every_days:
        return last is None or today - last >= timedelta(days=form.every_days)
    if held is None or today - held > timedelta(days=form.after_session_days):
        return False
    return last is None or last < held


def _days(patient: Patient, state: AnswerState, zone: ZoneInfo) -> Mapping[str, date]:
    sets = AnswerSet.objects.filter(patient=patient, state=state.value)
    rows = sets.order_by().values_list("instrument").annotate(last=Max("given_at"))
    return {instrument: last.astimezone(zone).date() for instrument, last in rows}
