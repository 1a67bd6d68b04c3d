"""The safety plan as the core sees it: when it is looked at again, what a version changed."""

from dataclasses import dataclass
from datetime import date

from openimt.catalogue.catalogue import Settings
from openimt.deliver.safety_plan import PlanChange, plan_changes, review_by
from openimt.terms import Phase
from openimt_clinic.database.asked import AskedValues, Given
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.safety_plan import SafetyPlan

PHASE = AskedValues(
    lambda: AttentionRecord.objects.filter(patient=Given("patient")).values_list("phase")
)


@dataclass(frozen=True)
class ReviewRules:
    """By what the plan is looked at again: the phase as it was last worked out (None = not known)
    and the settings of the catalogue the course stands on."""

    phase: Phase | None
    settings: Settings

    def latest(self, looked_at: date) -> date:
        """The last day for looking at the plan again."""
        return review_by(looked_at, self.phase, self.settings)


def review_rules(patient: Patient) -> ReviewRules:
    """The rules that hold for this person now."""
    kept = next(iter(PHASE.flat(patient=patient.pk)), "")
    return ReviewRules(Phase(kept) if kept else None, catalogue_for(patient).settings)


def latest_review(patient: Patient, looked_at: date) -> date:
    """The last day for looking at the plan again, by the phase as it was last worked out."""
    return review_rules(patient).latest(looked_at)


def changes_of(before: SafetyPlan | None, after: SafetyPlan) -> tuple[PlanChange, ...]:
    """What a version changed; a first version changed nothing."""
    return plan_changes(_lines(before), _lines(after)) if before else ()


def _lines(plan: SafetyPlan) -> dict[str, list[str]]:
    return {name: [_line(one) for one in getattr(plan, name)] for name in SafetyPlan.ELEMENTS}


def _line(kept: object) -> str:
    if not isinstance(kept, dict):
        return str(kept)
    return f"{kept.get('name', '')} {kept.get('number', '')}".strip()
