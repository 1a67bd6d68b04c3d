"""What the assessment page asks the records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import models

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.profile import Profile
from openimt.terms import URGES
from openimt_clinic.clinician.measure_view import Set
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.about import day_in_sql
from openimt_clinic.records.mapping.judgements import standing_judgements
from openimt_clinic.records.mapping.releases import with_releases
from openimt_clinic.records.mapping.scores import scores_of
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord

Row = TypeVar("Row", bound=models.Model)
RECENT_EVENTS = 10
OF = Given("patient")
JUDGED = Asked(lambda: JudgementRecord.objects.filter(patient=OF).select_related("by"))
BEGUN = AskedValues(
    lambda: AnswerSet.objects.filter(
        patient=OF, state=AnswerState.DRAFT.value
    ).values_list("instrument")
)  # fmt: skip
HELD = Asked(
    lambda: DiagnosisRecord.objects.filter(
        patient=OF, withdrawn_on__isnull=True
    ).select_related("by")
)  # fmt: skip
SAFE = Asked(
    lambda: SafetyJudgementRecord.objects.filter(patient=OF).select_related("judged_by")[:1]
)
ABLE = Asked(lambda: CapacityRecord.objects.filter(patient=OF).select_related("by"))
COMMON = Asked(lambda: CommonStateRecord.objects.filter(patient=OF).select_related("by"))
GIVEN: Asked[Any] = Asked(
    lambda: (
        AnswerSet.objects.filter(patient=OF, state=AnswerState.COMPLETE.value, shared=True)
        .defer("answers")
        .annotate(day=day_in_sql(Given("zone")))
        .order_by("day", "given_at", "id")
    )
)
NEWEST = ("-on", "-noted_at")
FACTS = Asked(
    lambda: (
        ClinicalEvent.objects.filter(patient=OF)
        .exclude(kind__in=sorted(URGES))
        .select_related("reviewed_by")
        .order_by(*NEWEST)[:RECENT_EVENTS]
    )
)
LAST_URGES = Asked(
    lambda: (
        ClinicalEvent.objects.filter(patient=OF, kind__in=sorted(URGES))
        .select_related("reviewed_by")
        .order_by("kind", *NEWEST)
        .distinct("kind")
    )
)


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
    plan, catalogue = plan_in_force(patient)
    pk = patient.pk
    judgements = JUDGED.all(patient=pk)
    return Found(
        on=on,
        catalogue=catalogue,
        profile=profile_of(patient, on, catalogue, plan),
        sets=_sets(patient),
        begun=tuple(BEGUN.flat(patient=pk)),
        capacities=_latest(ABLE.all(patient=pk), "capacity"),
        common=_latest(COMMON.all(patient=pk), "module"),
        judgements=standing_judgements(with_releases(judgements, patient, on), patient),
        safety=SAFE.first(patient=pk),
        diagnoses=tuple(_latest(HELD.all(patient=pk), "code").values()),
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
    found: dict[str, list[Set]] = {}
    for row in GIVEN.all(patient=patient.pk, zone=patient.clinic.time_zone):
        brought = row.source == AnswerSource.IMPORT.value
        given = row.given_at.astimezone(zone).date()
        one = Set(row.pk, row.day, scores_of(row), brought, tuple(row.warnings), given)
        found.setdefault(row.instrument, []).append(one)
    return {name: tuple(sets) for name, sets in found.items()}


def _events(patient: Patient) -> tuple[ClinicalEvent, ...]:
    """The newest facts, and of each urge the last that was told; newest first."""
    facts = FACTS.all(patient=patient.pk)
    urges = LAST_URGES.all(patient=patient.pk)
    return tuple(sorted([*facts, *urges], key=lambda event: event.on, reverse=True))
