"""Somebody asks, after the end of a course, how it is."""

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.audit.log import record
from openimt_clinic.records.follow_up import FollowUp
from openimt_clinic.records.user import User


@action
def follow_up(*, asked: FollowUp, reached: bool, says: str, by: User) -> FollowUp:
    """What came of it. Silence is written down as silence; it is neither good nor bad news."""
    require(by, Permission.KEEP_SAFE, asked.patient)
    kept = FollowUp.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if kept.done_at is not None:
        raise RecordError(_("This has been written down already; look at the page again."))
    kept.says = said(says, field="says", remedy=_("Write in a sentence what came of it."))
    kept.reached, kept.done_by, kept.done_at = reached, by, timezone.now()
    kept.save(update_fields=["says", "reached", "done_by", "done_at"])
    record("ending.followed_up", by=by, patient=kept.patient, follow_up=kept.pk, reached=reached)
    return kept
