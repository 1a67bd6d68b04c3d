"""What the assessment page asks the records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import models

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.profile import Profile
from openimt.terms import URGES
from openimt_clinic.clinician.measure_view import Set
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.about import day_in_sql
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.judgements import standing_judgements
from openimt_clinic.records.mapping.releases import with_releases
from openimt_clinic.records.mapping.scores import scores_of
from openimt_clinic.records.mapping.situations import adopted_plan, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord

Row = TypeVar("Row", bound=models.Model)
RECENT_EVENTS = 10


@dataclass(frozen=True)
class Found:
    """Everything the page is made from."""

    on: date
    catalogue: Catalogue
    profile: Profile
    sets: dict[str, tuple[Set, ...]]
    begun: tuple[str, ...]
    capacities: dict[str, CapacityRecord]
    common: dict[str, CommonStateRecord]
    judgements: tuple[JudgementRecord, ...]
    safety: SafetyJudgementRecord | None
    diagnoses: tuple[DiagnosisRecord, ...]
    events: tuple[ClinicalEvent, ...]


def found_of(patient: Patient, on: date) -> Found:
    """What is known of the patient on the day, with who said so."""
    catalogue = catalogue_for(patient)
    judgements = JudgementRecord.objects.filter(patient=patient).select_related("by")
    drafts = AnswerSet.objects.filter(patient=patient, state=AnswerState.DRAFT.value)
    held = DiagnosisRecord.objects.filter(patient=patient, withdrawn_on__isnull=True)
    judged = SafetyJudgementRecord.objects.filter(patient=patient)
    return Found(
        on=on,
        catalogue=catalogue,
        profile=profile_of(patient, on, catalogue, adopted_plan(patient)),
        sets=_sets(patient),
        begun=tuple(drafts.values_list("instrument", flat=True)),
        capacities=_latest(
            CapacityRecord.objects.filter(patient=patient).select_related("by"), "capacity"
        ),
        common=_latest(
            CommonStateRecord.objects.filter(patient=patient).select_related("by"), "module"
        ),
        judgements=standing_judgements(with_releases(judgements, patient, on), patient),
        safety=judged.select_related("judged_by").first(),
        diagnoses=tuple(_latest(held.select_related("by"), "code").values()),
        events=_events(patient),
    )


def _latest(rows: "Iterable[Row]", key: str) -> dict[str, Row]:
    """The newest row for each value of a field; the rows come newest first."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(getattr(row, key), row)
    return found


def _sets(patient: Patient) -> dict[str, tuple[Set, ...]]:
    """Every complete form that the team may see, by instrument, oldest first."""
    zone = ZoneInfo(patient.clinic.time_zone)
    rows = (
        AnswerSet.objects.filter(patient=patient, state=AnswerState.COMPLETE.value, shared=True)
        .defer("answers")
        .annotate(day=day_in_sql(zone))
        .order_by("day", "given_at", "id")
    )
    found: dict[str, list[Set]] = {}
    for row in rows:
        brought = row.source == AnswerSource.IMPORT.value
        given = row.given_at.astimezone(zone).date()
        one = Set(row.pk, row.day, scores_of(row), brought, tuple(row.warnings), given)
        found.setdefault(row.instrument, []).append(one)
    return {name: tuple(sets) for name, sets in found.items()}


def _events(patient: Patient) -> tuple[ClinicalEvent, ...]:
    """The newest facts, and of each urge the last that was told; newest first."""
    rows = ClinicalEvent.objects.filter(patient=patient).select_related("reviewed_by")
    newest = rows.order_by("-on", "-noted_at")
    facts = list(newest.exclude(kind__in=sorted(URGES))[:RECENT_EVENTS])
    urges = [urge for kind in sorted(URGES) if (urge := newest.filter(kind=kind).first())]
    return tuple(sorted([*facts, *urges], key=lambda event: event.on, reverse=True))
