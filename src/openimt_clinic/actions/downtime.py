"""The sheet for the time when the system is down: made by a person, and logged as reading."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt_clinic.access.care import on_duty_now, permissions_for, require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import READING, events_together, record
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.downtime_sheet import DowntimeSheet
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

PAGE = "clinician:sheet"


@action
def note_sheet(
    *,
    clinic: Clinic,
    patients: Sequence[Patient],
    by: User,
    desk: bool = False,
    on_paper: bool = True,
    at: datetime | None = None,
) -> DowntimeSheet | None:
    """These people are on a sheet that somebody reads now: each of their records counts as read.

    The duty desk's sheet holds everybody in care, so only who is on duty may make it. Only one
    ``on_paper`` is kept as made; looking at it on screen prints nothing.
    """
    require_in(by, Permission.SEE_CASELOAD, clinic)
    now = at or timezone.now()
    if desk and not on_duty_now(by, clinic, now):
        raise PermissionDenied(_("Only who is on duty now makes the sheet of the duty desk."))
    if not desk and not _all_in_care(by, patients):
        raise PermissionDenied(_("You may read only the records of people in your care."))
    with events_together():
        record("downtime.sheet", by=by, clinic=clinic, people=len(patients), on_paper=on_paper)
        for patient in patients:
            record(READING, by=by, patient=patient, page=PAGE)
    if not on_paper:
        return None
    return DowntimeSheet.objects.create(
        clinic=clinic, by=by, made_at=now, people=len(patients), desk=desk
    )


def _all_in_care(user: User, patients: Sequence[Patient]) -> bool:
    """Whether the user may read every one of them: one question for all with whom they have a
    relation of their own, one each for the few others, such as those they cover for."""
    open_ones = CareRelation.objects.filter(user=user, until__isnull=True)
    mine = set(open_ones.values_list("patient_id", flat=True))
    others = (patient for patient in patients if patient.pk not in mine)
    return all(Permission.READ_RECORD in permissions_for(user, one) for one in others)
