"""What came of an hour of a group: once for the group what was taught, and for each who came."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.card.known import known
from openimt.errors import RecordError
from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.groups.leading import leads
from openimt_clinic.audit.log import record
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.skills_group import GroupMeeting
from openimt_clinic.records.user import User

CAME = (
    AppointmentState.KEPT.value,
    AppointmentState.MISSED.value,
    AppointmentState.CANCELLED_WITH_NOTICE.value,
)


@action
def note_meeting(
    *,
    meeting: GroupMeeting,
    came: Mapping[str, str],
    taught: Sequence[str],
    by: User,
    practice: str = "",
    at: datetime | None = None,
) -> GroupMeeting:
    """``came``: what came of it for each person, by the id of their appointment; who is not named
    stays as they are. ``taught``: ids of skills, the same for all who came. It can be put right."""
    kept, now = _mine(meeting, by), at or timezone.now()
    if kept.starts_at > now:
        raise RecordError(_("This hour is still to come."))
    if kept.off_because:
        raise RecordError(_("The group did not meet in this hour."))
    if unknown := set(taught) - set(known().skills):
        raise RecordError(_("There is no skill “%(one)s”.") % {"one": min(unknown)}, field="taught")
    rows = {str(one.pk): one for one in _appointments(kept)}
    for key, state in came.items():
        if key not in rows or state not in CAME:
            raise RecordError(_("Choose one of the answers for each person."), field="came")
        _mark(rows[key], state, by, now)
    kept.taught, kept.practice = list(dict.fromkeys(taught)), practice.strip()[:300]
    kept.noted_by, kept.noted_at = by, now
    kept.save(update_fields=["taught", "practice", "noted_by", "noted_at"])
    record("group.met", by=by, clinic=kept.clinic, meeting=kept.pk, people=len(came))
    return kept


@action
def call_off(*, meeting: GroupMeeting, reason: str, by: User) -> GroupMeeting:
    """The group does not meet; its people read so, with the reason. Nobody has missed it."""
    kept = _mine(meeting, by)
    if kept.noted_at is not None and not kept.off_because:
        raise RecordError(_("It is written down already what came of this hour."))
    why = said(reason, field="reason", remedy=_("Write why; its people read it."))[:300]
    now = timezone.now()
    for one in _appointments(kept):
        one.reason = why
        _mark(one, AppointmentState.CANCELLED_BY_US.value, by, now)
    kept.off_because, kept.noted_by, kept.noted_at = why, by, now
    kept.save(update_fields=["off_because", "noted_by", "noted_at"])
    record("group.called_off", by=by, clinic=kept.clinic, meeting=kept.pk)
    return kept


def _mine(meeting: GroupMeeting, by: User) -> GroupMeeting:
    """The hour, locked, for whoever leads the group: they say who came, and see nothing else."""
    require_in(by, Permission.SEE_CASELOAD, meeting.clinic)
    if not leads(by, meeting.group):
        raise Http404
    return GroupMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _appointments(meeting: GroupMeeting) -> list[Appointment]:
    """Those that stand: who had left by then has none to come to."""
    rows = Appointment.objects.select_for_update(of=("self",)).filter(meeting=meeting)
    return list(rows.exclude(state=AppointmentState.CANCELLED_BY_US.value))


def _mark(one: Appointment, state: str, by: User, now: datetime) -> None:
    one.state, one.marked_by, one.marked_at = state, by, now
    one.changes += 1
    one.save(update_fields=["state", "reason", "marked_by", "marked_at", "changes"])
    record("appointment.marked", by=by, patient=one.patient, appointment=one.pk, state=state)
