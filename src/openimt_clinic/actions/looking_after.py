"""Somebody asked how the days after hard or experiential work were, and wrote down what came."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.story.pacing import pacing
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.audit.log import record
from openimt_clinic.records.look_after import LookAfter
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


@action
def look_after(
    *, patient: Patient, worked_at: datetime, hours: int, reached: bool, says: str, by: User
) -> LookAfter:
    """The done mark of one check. Written twice it is one; the first stands."""
    require(by, Permission.KEEP_SAFE, patient)
    if hours not in pacing().check.hours:
        raise RecordError(_("There is no such check."))
    text = said(says, field="says", remedy=_("Write in a sentence how it is."))
    kept, made = LookAfter.objects.get_or_create(
        patient=patient,
        worked_at=worked_at,
        hours=hours,
        defaults={
            "clinic_id": patient.clinic_id,
            "reached": reached,
            "says": text,
            "done_at": timezone.now(),
            "by": by,
        },
    )
    event = "look_after.done" if made else "look_after.done_again"
    record(event, by=by, patient=patient, hours=hours, reached=reached)
    return kept
