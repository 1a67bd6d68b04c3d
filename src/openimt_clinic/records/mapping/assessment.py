"""Everything the clinic knows about a person on one day, as the core's assessment."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import models

from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Context,
    Diagnosis,
    Group,
    Judgement,
    Resilience,
    SafetyJudgement,
)
from openimt.terms import CapacityState, CommonState, SafetyPlanState
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.diagnosis import DiagnosisRecord, DiagnosisStanding
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.events import events_of
from openimt_clinic.records.mapping.judgements import standing_judgements
from openimt_clinic.records.mapping.readings import (
    Kept,
    brief_resilience,
    kept_of,
    readings_of,
    safety_answers_of,
)
from openimt_clinic.records.mapping.releases import with_releases
from openimt_clinic.records.mapping.repairs import sessions_in_repair
from openimt_clinic.records.mapping.sessions import delivered_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.preference import Preference
from openimt_clinic.records.resilience_profile import ResilienceProfile
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.service_context import ServiceContext

Row = TypeVar("Row", bound=models.Model)

OF, UNTIL = Given("patient"), Given("on")
WISHED = Asked(lambda: Preference.objects.filter(patient=OF))
DIAGNOSED = Asked(
    lambda: DiagnosisRecord.objects.filter(
        patient=OF, on__lte=UNTIL, withdrawn_on__isnull=True
    ).select_related("by")
)
SAFETY_JUDGED = Asked(
    lambda: SafetyJudgementRecord.objects.filter(patient=OF, judged_on__lte=UNTIL).select_related(
        "judged_by"
    )[:1]
)
SAFETY_PLANNED = Asked(lambda: SafetyPlan.objects.filter(patient=OF, on__lte=UNTIL)[:1])
COMMON = Asked(lambda: CommonStateRecord.objects.filter(patient=OF, on__lte=UNTIL))
ABLE = Asked(lambda: CapacityRecord.objects.filter(patient=OF, on__lte=UNTIL))
JUDGED = Asked(
    lambda: JudgementRecord.objects.filter(patient=OF, on__lte=UNTIL).select_related("by")
)
RESILIENT = Asked(lambda: ResilienceProfile.objects.filter(patient=OF, on__lte=UNTIL)[:1])
AROUND = Asked(lambda: ServiceContext.objects.filter(clinic=Given("clinic"))[:1])


def end_of(on: date, patient: Patient) -> datetime:
    """The first moment after the day, in the clinic's time: what is later is not yet known."""
    zone = ZoneInfo(patient.clinic.time_zone)
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=zone)


def assessment_of(patient: Patient, on: date) -> Assessment:
    """What is known of the patient up to and including the day ``on``."""
    until = end_of(on, patient)
    sets = kept_of(patient, until)
    preferences = WISHED.all(patient=patient.pk)
    diagnoses = _diagnoses(patient, on)
    return Assessment(
        patient=patient.code,
        on=on,
        readings=readings_of(patient, until, sets),
        events=events_of(patient, on, until),
        safety_answers=safety_answers_of(sets),
        diagnosis=diagnoses[0] if diagnoses else None,
        other_diagnoses=diagnoses[1:] or None,
        safety=safety_of(patient, on),
        common=_common(patient, on),
        delivered=delivered_of(patient),
        capacities=_capacities(patient, on),
        judgements=_judgements(patient, on),
        resilience=_resilience(patient, on, sets),
        therapy=patient.therapy,
        preferences={p.module: p.value for p in preferences if p.value is not None},
        pin=tuple(p.module for p in preferences if p.pinned),
        ban=tuple(p.module for p in preferences if p.banned),
        context=_context(patient),
    )


def _latest(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """The latest row for each value of a field; the rows come newest first."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(getattr(row, key), row)
    return found


def _diagnoses(patient: Patient, on: date) -> tuple[Diagnosis, ...]:
    """All that hold, each code once by its latest row, the latest first. One alone does not say
    that others were asked about."""
    latest = _latest(DIAGNOSED.all(patient=patient.pk, on=on), "code")
    held = [row for row in latest.values() if row.standing == DiagnosisStanding.HOLDS.value]
    return tuple(Diagnosis(row.code, row.by.name, row.on) for row in held)


def safety_of(patient: Patient, on: date) -> SafetyJudgement:
    """The latest judgement of imminent danger, and how the safety plan stands."""
    judged = SAFETY_JUDGED.first(patient=patient.pk, on=on)
    plan = SAFETY_PLANNED.first(patient=patient.pk, on=on)
    return SafetyJudgement(
        imminent_risk=judged.imminent_risk if judged else None,
        judged_by=judged.judged_by.name if judged else "",
        judged_on=judged.judged_on if judged else None,
        until=judged.until if judged else None,
        plan=SafetyPlanState(plan.state) if plan else None,
        plan_on=(plan.reviewed_on or plan.on) if plan else None,
        plan_review_on=plan.next_review if plan else None,
    )


def _common(patient: Patient, on: date) -> dict[str, CommonReading]:
    rows = COMMON.all(patient=patient.pk, on=on)
    long = sessions_in_repair(patient, rows, on)
    return {
        module: CommonReading(CommonState(row.state), row.on, row.because, long.get(module))
        for module, row in sorted(_latest(rows, "module").items())
    }


def _capacities(patient: Patient, on: date) -> dict[str, CapacityState]:
    latest = sorted(_latest(ABLE.all(patient=patient.pk, on=on), "capacity").items())
    return {name: CapacityState(row.state) for name, row in latest}


def _judgements(patient: Patient, on: date) -> tuple[Judgement, ...]:
    rows = JUDGED.all(patient=patient.pk, on=on)
    return tuple(
        Judgement(row.criterion, row.met, row.by.name, row.until, row.reason, row.role)
        for row in standing_judgements(with_releases(rows, patient, on), patient)
    )


def _resilience(patient: Patient, on: date, sets: tuple[Kept, ...]) -> Resilience:
    brs = brief_resilience(sets)
    row = RESILIENT.first(patient=patient.pk, on=on)
    if row is None:
        return Resilience(brs=brs)
    return Resilience(
        brs, tuple(row.skills), tuple(row.supports), tuple(row.strengths), tuple(row.roles)
    )


def _context(patient: Patient) -> Context:
    row = AROUND.first(clinic=patient.clinic_id)
    if row is None:
        return Context(patient.sessions_per_week)
    groups = tuple(
        Group(group["module"], tuple(date.fromisoformat(day) for day in group["starts"]))
        for group in row.groups
    )
    known = None if row.competences is None else tuple(row.competences)
    return Context(patient.sessions_per_week, known, groups)
