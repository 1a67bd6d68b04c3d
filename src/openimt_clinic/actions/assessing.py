"""What clinicians find and judge: each is dated, named, and kept beside the earlier ones.

``key``: made by the page, so that a form that was sent twice is one finding.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from openimt.assess.front_door.pattern import Pattern
from openimt.deliver.story.pacing import pacing
from openimt.errors import RecordError
from openimt.formulate.judgeable import judgeable
from openimt.terms import FACT_TARGETS, URGES, CapacityState, CommonState, EventKind
from openimt_clinic.access.care import require
from openimt_clinic.access.judging import CLINICIAN, PRESCRIBER, SENIOR, judges_as
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.back_door.in_care import refuse_once_ended
from openimt_clinic.actions.sent_again import keep_once, told
from openimt_clinic.audit.log import record
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.diagnosis import DiagnosisRecord, DiagnosisStanding
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.releases import releases_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.resilience_profile import ResilienceProfile
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord
from openimt_clinic.records.target_reading import TargetReading
from openimt_clinic.records.user import User

ONLY = {
    SENIOR: "Only a senior colleague may decide this. Ask somebody who leads the team and treats "
    "this person with you.",
    PRESCRIBER: "Only a prescriber may judge this.",
}
RELEASED = (
    "A topic of the story is released, on the page Story. Take that back there, and it is closed."
)
WHY = "Write why you judge so; the reason is kept with the judgement."


@action
def record_diagnosis(
    *,
    patient: Patient,
    code: str,
    on: date,
    by: User,
    standing: DiagnosisStanding = DiagnosisStanding.HOLDS,
    pattern: Pattern | None = None,
    note: str = "",
    key: UUID | None = None,
) -> DiagnosisRecord:
    """A clinician's diagnosis beside those that stand already; of those that hold the latest leads.

    ``standing``: whether it holds, is considered beside others, or was ruled out. ``pattern``: the
    criteria of DSM-5-TR and the severity and traits of ICD-11 that were found.
    """
    require(by, Permission.ASSESS, patient)
    code = said(code, field="code", remedy="Write the code, such as 6D11.5 or F60.3.")
    found = pattern or Pattern()
    given = {
        "code": code,
        "on": on,
        "standing": standing.value,
        "criteria": sorted(set(found.criteria)),
        "all_asked": found.all_asked,
        "severity": found.severity,
        "traits": list(found.traits),
        "note": note.strip(),
    }
    kept, new = keep_once(DiagnosisRecord, patient, key, given, by=by, noted_at=timezone.now())
    record(told("diagnosis.recorded", new=new), by=by, patient=patient, diagnosis=kept.pk)
    return kept


@action
def withdraw_diagnosis(*, diagnosis: DiagnosisRecord, on: date, by: User) -> DiagnosisRecord:
    """The diagnosis no longer holds; it stays in the record with that day."""
    require(by, Permission.ASSESS, diagnosis.patient)
    if diagnosis.withdrawn_on is None:
        diagnosis.withdrawn_on = on
        diagnosis.save(update_fields=["withdrawn_on"])
    record("diagnosis.withdrawn", by=by, patient=diagnosis.patient, diagnosis=diagnosis.pk)
    return diagnosis


@action
def judge_safety(
    *,
    patient: Patient,
    imminent_risk: bool,
    on: date,
    until: date,
    reason: str,
    by: User,
    key: UUID | None = None,
) -> SafetyJudgementRecord:
    """A named, dated judgement of imminent risk with the day it lapses."""
    require(by, Permission.KEEP_SAFE, patient)
    if until < on:
        raise RecordError("The judgement would lapse before it is made.", field="until")
    given = {
        "imminent_risk": imminent_risk,
        "judged_on": on,
        "until": until,
        "reason": said(reason, field="reason", remedy=WHY),
    }
    now = timezone.now()
    kept, new = keep_once(SafetyJudgementRecord, patient, key, given, judged_by=by, noted_at=now)
    event = told("safety.judged", new=new)
    record(event, by=by, patient=patient, judgement=kept.pk, until=until)
    return kept


@action
def judge_criterion(
    *,
    patient: Patient,
    criterion: str,
    met: bool,
    on: date,
    until: date,
    reason: str,
    by: User,
    key: UUID | None = None,
) -> JudgementRecord:
    """A judgement that stands for a criterion, a word of the rules or a clause until it lapses. It
    is kept with the role in which the person judges; who may not judge it is told who may."""
    require(by, Permission.ASSESS, patient)
    if until < on:
        raise RecordError("The judgement would lapse before it is made.", field="until")
    role = judges_as(by, patient.clinic)
    _require_judge(patient, criterion, role)
    _refuse_beside_releases(patient, criterion, met=met)
    given = {
        "criterion": criterion,
        "met": met,
        "on": on,
        "until": until,
        "reason": said(reason, field="reason", remedy=WHY),
    }
    now = timezone.now()
    kept, new = keep_once(JudgementRecord, patient, key, given, by=by, role=role, noted_at=now)
    event = told("criterion.judged", new=new)
    record(event, by=by, patient=patient, criterion=criterion, met=met, role=role)
    return kept


def _refuse_beside_releases(patient: Patient, criterion: str, *, met: bool) -> None:
    """What is open on the phone and what rules believe is one thing: it is closed where it was
    opened."""
    if met or criterion != pacing().release.word:
        return
    if any(one.stands(timezone.localdate()) for one in releases_of(patient)):
        raise RecordError(RELEASED, field="criterion")


def _require_judge(patient: Patient, criterion: str, role: str) -> None:
    found = judgeable(catalogue_for(patient), patient.therapy).get(criterion)
    if found is None:
        says = f"There is nothing called '{criterion}' here that a person may judge."
        raise RecordError(says, field="criterion")
    if found.role not in (CLINICIAN, role):
        raise RecordError(ONLY[found.role], field="criterion")


@action
def set_capacity(
    *,
    patient: Patient,
    capacity: str,
    state: CapacityState,
    on: date,
    by: User,
    key: UUID | None = None,
) -> CapacityRecord:
    """Whether a capacity was shown, or is not needed."""
    require(by, Permission.ASSESS, patient)
    given = {"capacity": capacity, "state": state.value, "on": on}
    kept, new = keep_once(CapacityRecord, patient, key, given, by=by, noted_at=timezone.now())
    event = told("capacity.set", new=new)
    record(event, by=by, patient=patient, capacity=capacity, state=state.value)
    return kept


@action
def set_common_state(
    *,
    patient: Patient,
    module: str,
    state: CommonState,
    because: str,
    on: date,
    by: User,
    key: UUID | None = None,
) -> CommonStateRecord:
    """The state of a common module. It needs repair only after it was once met."""
    require(by, Permission.ASSESS, patient)
    refuse_once_ended(patient)
    earlier = CommonStateRecord.objects.filter(patient=patient, module=module)
    once_met = earlier.filter(state=CommonState.MET.value).exists()
    if state is CommonState.NEEDS_REPAIR and not once_met:
        raise RecordError(
            "It was never met so far, so there is nothing to repair: choose *building*.",
            field="state",
        )
    given = {
        "module": module,
        "state": state.value,
        "on": on,
        "because": said(because, field="because", remedy="Write what made it so."),
    }
    kept, new = keep_once(CommonStateRecord, patient, key, given, by=by, noted_at=timezone.now())
    event = told("common.set", new=new)
    record(event, by=by, patient=patient, module=module, state=state.value)
    return kept


@action
def read_target(
    *,
    patient: Patient,
    target: str,
    severity: float,
    on: date,
    by: User,
    sd: float | None = None,
    key: UUID | None = None,
) -> TargetReading:
    """How severe a target is, 0 to 1; suicidality and self-harm are facts and have no severity."""
    require(by, Permission.ASSESS, patient)
    if target in FACT_TARGETS:
        raise RecordError(
            f"{target} is a fact, not a severity: note what happened.", field="target"
        )
    if not 0 <= severity <= 1:
        raise RecordError(f"is {severity:g}, outside 0 to 1", field="severity")
    given = {"target": target, "severity": severity, "sd": sd, "on": on}
    kept, new = keep_once(TargetReading, patient, key, given, by=by, noted_at=timezone.now())
    record(told("target.read", new=new), by=by, patient=patient, target=target)
    return kept


@action
def record_resilience(
    *,
    patient: Patient,
    on: date,
    by: User,
    skills: Sequence[str] = (),
    supports: Sequence[str] = (),
    strengths: Sequence[str] = (),
    roles: Sequence[str] = (),
    key: UUID | None = None,
) -> ResilienceProfile:
    """What the person can do, leans on, is good at and stands in; the latest holds."""
    require(by, Permission.ASSESS, patient)
    given = {
        "on": on,
        "skills": list(skills),
        "supports": list(supports),
        "strengths": list(strengths),
        "roles": list(roles),
    }
    kept, new = keep_once(ResilienceProfile, patient, key, given, by=by, noted_at=timezone.now())
    record(told("resilience.recorded", new=new), by=by, patient=patient, profile=kept.pk)
    return kept


@action
def note_event(
    *,
    patient: Patient,
    kind: EventKind,
    on: date,
    by: User,
    value: float | None = None,
    key: UUID | None = None,
) -> ClinicalEvent:
    """A dated fact. Urges carry a value from 0 to 5; the others happened or did not."""
    require(by, Permission.ASSESS, patient)
    if (kind in URGES) != (value is not None):
        raise RecordError("An urge has a value from 0 to 5; other facts have none.", field="value")
    if value is not None and not 0 <= value <= 5:
        raise RecordError(f"is {value:g}, outside 0 to 5", field="value")
    given = {"kind": kind.value, "on": on, "value": value}
    kept, new = keep_once(ClinicalEvent, patient, key, given, noted_by=by, noted_at=timezone.now())
    record(told("event.noted", new=new), by=by, patient=patient, event=kept.pk, kind=kind.value)
    return kept


@action
def review_event(*, event: ClinicalEvent, by: User) -> ClinicalEvent:
    """This person has looked at the fact; intent, plan or attempt then no longer hold the phase."""
    require(by, Permission.KEEP_SAFE, event.patient)
    event.reviewed_by, event.reviewed_at = by, timezone.now()
    event.save(update_fields=["reviewed_by", "reviewed_at"])
    record("event.reviewed", by=by, patient=event.patient, event=event.pk)
    return event
