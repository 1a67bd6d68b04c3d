"""Releasing one hard topic of a person's story, and taking the release back.

What could go wrong for a person is that the phone asks for details on a bad day. A release alone
opens nothing: the page asks the gate anew each time (``patient/story/offered.py``). It is tied to
entries, not to their titles: to the one that was chosen, or to those that bore the title then, or
to the first that bears it later. The therapist is not told whether there is one that is not shared.
"""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.story.pacing import pacing
from openimt.deliver.story.release import called, is_given, is_released
from openimt.deliver.story.shapes import KINDS, Tone
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.phone.kind import Change
from openimt_clinic.audit.log import record
from openimt_clinic.records.mapping.releases import as_release, releases_of
from openimt_clinic.records.mapping.story import hindrances
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.story_release import StoryRelease
from openimt_clinic.records.user import User

LONGEST_TOPIC = 200


@action
def release_topic(
    *, patient: Patient, until: date, by: User, topic: str = "", entry: PhoneDocument | None = None
) -> StoryRelease:
    """Opens one topic from today on: an entry that is shared, or whatever the person calls so.

    Refused, with the reasons, while the gate does not hold.
    """
    require(by, Permission.DELIVER, patient)
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    today = timezone.localdate()
    name = _topic(topic, entry)
    _require_days(today, until)
    _refuse_twice(patient, name, entry, today)
    if standing := hindrances(patient, today):
        says = _("This cannot be released yet: %(why)s")
        raise RecordError(says % {"why": " ".join(one.why for one in standing)})
    opens = [entry] if entry else _called(patient, name)
    kept = StoryRelease.objects.create(
        clinic_id=patient.clinic_id, patient=patient, topic=name, since=today, until=until,
        entries=[str(one.pk) for one in opens], by=by, noted_at=timezone.now(),
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


def tie_to_release(change: Change) -> None:
    """A hard entry that is the first to bear a released title is the one that was meant."""
    title = str(change.document.values.get("title") or "")
    if not _is_hard(change.document) or not title:
        return
    today, entry = timezone.localdate(), str(change.document.pk)
    for row in StoryRelease.objects.filter(patient=change.patient, taken_back_on__isnull=True):
        one = as_release(row)
        if one.stands(today) and one.waits_for(title):
            row.entries = [entry]
            row.save(update_fields=["entries"])


def _topic(topic: str, entry: PhoneDocument | None) -> str:
    if entry is not None:
        if not entry.shared or entry.removed_at or not _is_hard(entry):
            raise RecordError(_("Choose an entry that is shared."), field="entry")
        return str(entry.values.get("title") or "") or _("An empty box")
    name = " ".join(said(topic, field="topic", remedy=_("Write the title of the topic.")).split())
    if len(name) > LONGEST_TOPIC:
        raise RecordError(_("Keep the topic to a short title."), field="topic")
    return name


def _refuse_twice(patient: Patient, name: str, entry: PhoneDocument | None, on: date) -> None:
    given = releases_of(patient)
    again = is_released(str(entry.pk), given, on) if entry else is_given(name, given, on)
    if again:
        raise RecordError(_("This topic is released already."), field="entry" if entry else "topic")


def _called(patient: Patient, topic: str) -> list[PhoneDocument]:
    rows = PhoneDocument.objects.filter(
        patient=patient, kind__in=list(KINDS), removed_at__isnull=True
    )
    name = called(topic)
    hard = (row for row in rows if _is_hard(row))
    return [row for row in hard if called(str(row.values.get("title") or "")) == name]


def _is_hard(document: PhoneDocument) -> bool:
    tone = document.values.get("tone") or ""
    return tone in set(Tone) and Tone(str(tone)) in pacing().title_only


def _require_days(today: date, until: date) -> None:
    weeks = pacing().release.longest_weeks
    if until < today:
        raise RecordError(_("Choose today or a later day."), field="until")
    if until > today + timedelta(weeks=weeks):
        says = _("A release holds for %(n)d weeks at most; look at it again then.")
        raise RecordError(says % {"n": weeks}, field="until")
