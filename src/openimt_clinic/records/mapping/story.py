"""What stands in the way of hard topics, and urges after sessions that opened them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openimt.deliver.story.checks import Check, CheckState, Urges, checks, is_trauma_work
from openimt.deliver.story.pacing import pacing
from openimt.deliver.story.release import InTheWay, in_the_way
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.situations import adopted_plan, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.story_release import StoryRelease

URGES = ("suicidal_urge", "self_harm_urge")
HELD_OR_COMING = (AppointmentState.PLANNED.value, AppointmentState.KEPT.value)


@dataclass(frozen=True)
class AfterSession:
    """A session that worked on what was hard, by whom it was held, and the checks after it."""

    session: SessionRecord
    checks: tuple[Check, ...]


def hindrances(patient: Patient, on: date) -> tuple[InTheWay, ...]:
    """What stands in the way of any hard topic on the day."""
    catalogue = catalogue_for(patient)
    return in_the_way(profile_of(patient, on, catalogue, adopted_plan(patient)), catalogue)


def is_session_day(patient: Patient, on: date) -> bool:
    """Whether an appointment is held, or planned, on the day; true where the data do not ask."""
    if not pacing().release.session_day_only:
        return True
    begins = datetime.combine(on, time(), tzinfo=ZoneInfo(patient.clinic.time_zone))
    rows = Appointment.objects.filter(
        patient=patient, state__in=HELD_OR_COMING, meeting__isnull=True
    )
    return rows.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)).exists()


def after_sessions(patient: Patient, since: datetime, now: datetime) -> list[AfterSession]:
    """The sessions since then that worked on what was hard, the newest first, with their checks."""
    rows = SessionRecord.objects.filter(patient=patient, held_at__gte=since, held_at__lte=now)
    held = [one for one in rows.select_related("by") if _is_hard_work(one, patient)]
    if not held:
        return []
    said, raised = list(_said(patient, since)), catalogue_for(patient).settings["urge_strong"]
    return [AfterSession(one, checks(one.held_at, said, now, raised)) for one in held]


def check_is_open(patient: Patient, now: datetime) -> bool:
    """Whether a check after such a session waits for the person's answer at this moment."""
    rule = pacing().check
    since = now - timedelta(hours=max(rule.hours) + rule.within_hours)
    found = after_sessions(patient, since, now)
    return any(one.state is CheckState.OPEN for after in found for one in after.checks)


def _is_hard_work(session: SessionRecord, patient: Patient) -> bool:
    worked = [str(row.get("module", "")) for row in session.work]
    if is_trauma_work(worked, release_stood=False):
        return True
    if not is_trauma_work(worked, release_stood=True):
        return False
    day = session.held_at.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    rows = StoryRelease.objects.filter(patient=patient, since__lte=day, until__gte=day)
    return any(row.taken_back_on is None or row.taken_back_on >= day for row in rows)


def _said(patient: Patient, since: datetime) -> Iterator[Urges]:
    rows = AnswerSet.objects.filter(patient=patient, given_at__gte=since)
    for at, answers in rows.values_list("given_at", "answers"):
        given = [float(answers[name]) for name in URGES if answers.get(name) is not None]
        if given:
            yield Urges(at, max(given))
