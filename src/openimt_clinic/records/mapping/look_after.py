"""The days after experiential work and after work on what was hard: what is asked, by whom."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from openimt.deliver.story.checks import CheckState, LookAfter, Urges, checks, is_trauma_work
from openimt.deliver.story.pacing import pacing
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.look_after import LookAfter as Done
from openimt_clinic.records.mapping.care import signed_ones
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.formulation import EXPERIENTIAL
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.story_release import StoryRelease

URGES = ("suicidal_urge", "self_harm_urge")
OF = Given("patient")
HELD = Asked(
    lambda: SessionRecord.objects.filter(
        patient=OF, held_at__gte=Given("since"), held_at__lte=Given("now")
    ).select_related("by")
)  # fmt: skip
HOURS = AskedValues(
    lambda: SessionRecord.objects.filter(patient=OF).values_list("appointment", "held_at")
)
LOOKED = AskedValues(lambda: Done.objects.filter(patient=OF).values_list("worked_at", "hours"))
TOLD = AskedValues(
    lambda: AnswerSet.objects.filter(
        patient=OF, given_at__gte=Given("since")
    ).values_list("given_at", "answers")
)  # fmt: skip


def after_work(patient: Patient, since: datetime, now: datetime) -> list[LookAfter]:
    """Such work since then, the newest first, with its checks as they stand now. A technique of a
    session that worked on what was hard is one piece of work with it."""
    worked = dict(_techniques(patient, since, now)) | dict(_hard_work(patient, since, now))
    if not worked:
        return []
    said, raised = list(_said(patient, since)), catalogue_for(patient).settings["urge_strong"]
    done: dict[datetime, set[int]] = {}
    for at, hours in LOOKED.all(patient=patient.pk):
        done.setdefault(at, set()).add(hours)
    return [
        LookAfter(at, what, who, checks(at, said, now, raised, done.get(at, ())))
        for at, (what, who) in sorted(worked.items(), reverse=True)
    ]


def waiting_work(patient: Patient, now: datetime) -> tuple[LookAfter, ...]:
    """Those after which a check waits for somebody of the clinic."""
    since = now - timedelta(days=pacing().check.stands_days)
    return tuple(one for one in after_work(patient, since, now) if one.waiting(now))


def check_is_open(patient: Patient, now: datetime) -> bool:
    """Whether a check after such work waits for the person's answer at this moment."""
    rule = pacing().check
    since = now - timedelta(hours=max(rule.hours) + rule.within_hours)
    found = after_work(patient, since, now)
    return any(one.state is CheckState.OPEN for after in found for one in after.checks)


Worked = tuple[datetime, tuple[str, str]]


def _hard_work(patient: Patient, since: datetime, now: datetime) -> Iterator[Worked]:
    for one in HELD.all(patient=patient.pk, since=since, now=now):
        if _is_hard(one, patient):
            yield one.held_at, (_("the session on what was hard"), one.by.name)


def _techniques(patient: Patient, since: datetime, now: datetime) -> Iterator[Worked]:
    """Signed techniques that the person said yes to, at the hour of their session."""
    rows = [
        one
        for one in signed_ones(patient, EXPERIENTIAL)[:20]
        if one.values.get("consent") is True and one.signed_at is not None
    ]
    held = dict[UUID, datetime](HOURS.all(patient=patient.pk)) if rows else {}
    for one in rows:
        at = held.get(one.appointment_id) if one.appointment_id else None
        at = at or _first_signed(patient, one.line) or now
        if since <= at <= now:
            yield at, (_("the experiential work"), one.author.name)


def _first_signed(patient: Patient, line: UUID) -> datetime | None:
    """A later version of the note moves no check."""
    rows = CareDocument.objects.filter(patient=patient, line=line, signed_at__isnull=False)
    return rows.order_by("number").values_list("signed_at", flat=True).first()


def _is_hard(session: SessionRecord, patient: Patient) -> bool:
    worked = [str(row.get("module", "")) for row in session.work]
    if is_trauma_work(worked, release_stood=False):
        return True
    if not is_trauma_work(worked, release_stood=True):
        return False
    day = session.held_at.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    rows = StoryRelease.objects.filter(patient=patient, since__lte=day, until__gte=day)
    return any(row.taken_back_on is None or row.taken_back_on >= day for row in rows)


def _said(patient: Patient, since: datetime) -> Iterator[Urges]:
    for at, answers in TOLD.all(patient=patient.pk, since=since):
        given = [float(answers[name]) for name in URGES if answers.get(name) is not None]
        if given:
            yield Urges(at, max(given))
