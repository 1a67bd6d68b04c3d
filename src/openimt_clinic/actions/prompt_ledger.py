"""Writing the ledger ahead: every prompt of the next two weeks, and every one that does not come.

It follows from what was agreed and can be worked out again at any time, so it writes no event.
Planning again never doubles anything: a prompt has one key for good, and what went out stays.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from openimt.deliver.prompts.because import Because
from openimt.deliver.prompts.limits import usual
from openimt.deliver.prompts.plan import Person, Sent, plan
from openimt.deliver.prompts.wished import Planned
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.prompted import Told, told
from openimt_clinic.records.mapping.prompts import clock_of, pause_of, wanted_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_entry import PhoneEntry
from openimt_clinic.records.prompt import Prompt, PromptState
from openimt_clinic.records.prompt_pause import PromptPause
from openimt_clinic.records.prompt_schedule import PromptSchedule

RENEWED_AFTER = timedelta(hours=12)
MOST_AT_ONCE = 200
"""People planned for in one go; the next minute takes the next ones."""
A_WEEK_BACK = timedelta(days=8)
WRITTEN = (
    "clinic", "schedule", "row", "about", "day", "due_at", "until", "try_at", "state", "because",
    "planned_at",
)  # fmt: skip


def ahead() -> timedelta:
    """So far ahead the ledger is written."""
    return timedelta(days=usual("days_ahead"))


def plan_for(patient: Patient, now: datetime) -> int:
    """Plans for one person; returns how many prompts are new or other than before."""
    return plan_ahead([patient], now)


def plan_waiting(clinic: Clinic, now: datetime) -> int:
    """Plans for whoever was not planned for today, or has told something since."""
    latest = _in_force(Patient.objects.filter(clinic=clinic, ended_on__isnull=True))
    news = set(
        PhoneEntry.objects.filter(received_at__gte=now - RENEWED_AFTER).values_list(
            "patient_id", "received_at"
        )
    )
    told_at: dict[object, datetime] = {}
    for patient_id, at in news:
        told_at[patient_id] = max(at, told_at.get(patient_id, at))
    waiting = [one.patient for one in latest.values() if _waits(one, told_at, now)]
    return plan_ahead(waiting[:MOST_AT_ONCE], now)


def _waits(version: PromptSchedule, told_at: dict[object, datetime], now: datetime) -> bool:
    planned = version.planned_at
    if planned is None or now - planned > RENEWED_AFTER:
        return True
    at = told_at.get(version.patient_id)
    return at is not None and at >= planned


@transaction.atomic
def plan_ahead(patients: Collection[Patient], now: datetime) -> int:
    """Plans for these people of one clinic together; returns how many rows were written."""
    ids = [patient.pk for patient in patients]
    # The person's row is the lock: two that plan come after each other.
    locked = Patient.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = list(locked.select_related("clinic"))
    versions = _in_force(found)
    found = [patient for patient in found if patient.pk in versions]
    zones = {patient: ZoneInfo(versions[patient.pk].zone) for patient in found}
    stories = told(found, now, zones.__getitem__)
    kept = _kept(found, now)
    pauses: dict[object, list[PromptPause]] = {}
    for one in PromptPause.objects.filter(patient__in=found):
        pauses.setdefault(one.patient_id, []).append(one)
    changed: list[Prompt] = []
    for patient in found:
        version, before = versions[patient.pk], kept.get(patient.pk, {})
        person = _person(version, stories[patient], before.values(), now, pauses.get(patient.pk))
        happened = stories[patient].happened()
        planned = plan(wanted_of(version).schedules, person, now, now + ahead(), happened)
        changed += _changed(patient, version, before, planned, stories[patient], now)
    _write(changed)
    PromptSchedule.objects.filter(pk__in=[v.pk for v in versions.values()]).update(planned_at=now)
    return len(changed)


def _in_force(patients: Iterable[Patient]) -> dict[object, PromptSchedule]:
    """The version in force of each, by the patient's id."""
    versions = PromptSchedule.objects.filter(patient__in=patients, agreed_at__isnull=False)
    versions = versions.order_by("patient_id", "-number").distinct("patient_id")
    return {version.patient_id: version for version in versions.select_related("patient__clinic")}


def _kept(patients: Collection[Patient], now: datetime) -> dict[object, dict[str, Prompt]]:
    rows = Prompt.objects.filter(patient__in=patients)
    found: dict[object, dict[str, Prompt]] = {}
    for row in rows.filter(Q(due_at__gt=now - A_WEEK_BACK) | Q(until__gt=now)):
        found.setdefault(row.patient_id, {})[row.key] = row
    return found


def _settled(row: Prompt, now: datetime) -> bool:
    """Nothing is planned about it any more: it went out, was put off, or its time has come."""
    return (row.state != PromptState.PLANNED.value and row.due_at <= now) or _is_out(row, now)


def _is_out(row: Prompt, now: datetime) -> bool:
    if row.state == PromptState.DROPPED.value:
        return False
    return row.state != PromptState.PLANNED.value or row.put_off > 0 or row.due_at <= now


def _person(
    version: PromptSchedule,
    story: Told,
    before: Iterable[Prompt],
    now: datetime,
    pauses: list[PromptPause] | None,
) -> Person:
    clock = clock_of(version)
    rows = list(before)
    return Person(
        clock=clock,
        budget=wanted_of(version).budget,
        pauses=[pause_of(one, clock.zone) for one in pauses or ()],
        sent=[Sent(r.key, r.delivered_at or r.try_at, r.day) for r in rows if _is_out(r, now)],
        settled=frozenset(row.key for row in rows if _settled(row, now)),
        answered=lambda about, day: story.answered(about, day) is not None,
    )


def _changed(
    patient: Patient,
    version: PromptSchedule,
    before: dict[str, Prompt],
    planned: Collection[Planned],
    story: Told,
    now: datetime,
) -> list[Prompt]:
    """What has to be written: the new, the other than before, and those that come no more."""
    found = []
    for one in planned:
        answered = one.comes and story.answered(one.about, one.day, one.key)
        row = _row(patient, version, one, now, Because.ANSWERED if answered else one.because)
        if one.key not in before or _differs(before[one.key], row):
            found.append(row)
    keys = {one.key for one in planned}
    for row in before.values():
        if row.key not in keys and row.state == PromptState.PLANNED.value and row.due_at > now:
            row.state, row.planned_at = PromptState.DROPPED.value, now
            row.because = why_no_more(row, story).value
            found.append(row)
    return found


def why_no_more(row: Prompt, story: Told) -> Because:
    """Why a prompt that was planned comes no more."""
    if story.answered(row.about, row.day, row.key):
        return Because.ANSWERED
    return Because.CHANGED if story.is_there(row.about, row.key) else Because.GONE


def _row(
    patient: Patient, version: PromptSchedule, one: Planned, now: datetime, because: Because
) -> Prompt:
    return Prompt(
        clinic_id=patient.clinic_id,
        patient=patient,
        schedule=version,
        key=one.key,
        row=one.schedule,
        about=one.about,
        day=one.day,
        due_at=one.due_at,
        until=one.until,
        try_at=one.due_at,
        state=(PromptState.PLANNED if because.comes else PromptState.DROPPED).value,
        because=because.value,
        planned_at=now,
    )


def _differs(there: Prompt, row: Prompt) -> bool:
    return any(
        getattr(there, name) != getattr(row, name)
        for name in ("due_at", "until", "state", "because", "about")
    )


def _write(rows: list[Prompt]) -> None:
    """What a worker has taken meanwhile is not touched: its moment has come, and ours have not."""
    Prompt.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["patient", "key"],
        update_fields=WRITTEN,
        batch_size=1000,
    )
