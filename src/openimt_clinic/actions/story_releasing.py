"""Releasing one hard topic of a person's story, and taking the release back.

What could go wrong for a person is that the phone asks for details on a bad day. A release alone
opens nothing: the page asks the gate anew each time (``patient/story/offered.py``).
"""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.story.pacing import pacing
from openimt.deliver.story.release import is_released
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.audit.log import record
from openimt_clinic.records.mapping.story import hindrances, releases_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.story_release import StoryRelease
from openimt_clinic.records.user import User

LONGEST_TOPIC = 200


@action
def release_topic(*, patient: Patient, topic: str, until: date, by: User) -> StoryRelease:
    """Opens one topic from today on; refused, with the reasons, while the gate does not hold."""
    require(by, Permission.DELIVER, patient)
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    today = timezone.localdate()
    name = " ".join(said(topic, field="topic", remedy=_("Write the title of the topic.")).split())
    if len(name) > LONGEST_TOPIC:
        raise RecordError(_("Keep the topic to a short title."), field="topic")
    _require_days(today, until)
    if is_released(name, releases_of(patient), today):
        raise RecordError(_("This topic is released already."), field="topic")
    if standing := hindrances(patient, today):
        says = _("This cannot be released yet: %(why)s")
        raise RecordError(says % {"why": " ".join(one.why for one in standing)})
    kept = StoryRelease.objects.create(
        clinic_id=patient.clinic_id, patient=patient, topic=name, since=today, until=until,
        by=by, noted_at=timezone.now(),
    )  # fmt: skip
    record("story.released", by=by, patient=patient, release=kept.pk, until=until)
    return kept


@action
def take_back_release(*, release: StoryRelease, reason: str, by: User) -> StoryRelease:
    """Closes the topic at once; what the person wrote stays theirs."""
    require(by, Permission.DELIVER, release.patient)
    kept = StoryRelease.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if kept.taken_back_on is not None:
        raise RecordError(_("This was taken back already; look at the page again."))
    kept.reason = said(reason, field="reason", remedy=_("Write why it is taken back."))
    kept.taken_back_on, kept.taken_back_by = timezone.localdate(), by
    kept.save(update_fields=["reason", "taken_back_on", "taken_back_by"])
    record("story.release_taken_back", by=by, patient=kept.patient, release=kept.pk)
    return kept


def _require_days(today: date, until: date) -> None:
    weeks = pacing().release.longest_weeks
    if until < today:
        raise RecordError(_("Choose today or a later day."), field="until")
    if until > today + timedelta(weeks=weeks):
        says = _("A release holds for %(n)d weeks at most; look at it again then.")
        raise RecordError(says % {"n": weeks}, field="until")
