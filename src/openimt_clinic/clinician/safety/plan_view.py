"""How the safety plan stands: what became of the offer, the next look, rehearsal, who holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from openimt.deliver.safety_plan import PlanChange, review_due
from openimt.terms import Phase, SafetyPlanState
from openimt_clinic.components.plan_words import HEADINGS
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.mapping.assessment import safety_of
from openimt_clinic.records.mapping.events import facts_until
from openimt_clinic.records.mapping.safety import ReviewRules, changes_of, review_rules
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.safety_plan import SafetyPlan

MOST_VERSIONS = 20
HOLDERS = Asked(lambda: PlanHolder.objects.filter(patient=Given("patient")).select_related("by"))
REHEARSED = Asked(
    lambda: SafetyPlan.objects.filter(
        patient=Given("patient"), rehearsed_on__isnull=False
    ).order_by("-rehearsed_on", "-number")[:1]
)  # fmt: skip


@dataclass(frozen=True)
class VersionLine:
    """One version: when, what it was, by whom, and what it changed."""

    id: UUID
    number: int
    on: date
    state: str
    who: str
    said: str
    changed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlanStanding:
    """``due``: why it is to be looked at now; empty when it is not. ``review_by``: by when at the
    latest; ``latest``: the last day that can be agreed today. ``rehearsed_on``: the last time, with
    ``rehearsed``, the version."""

    due: str
    latest: date
    review_by: date | None
    rehearsed_on: date | None
    rehearsed: int
    holders: tuple[PlanHolder, ...]
    gone: tuple[PlanHolder, ...]


def standing_of_plan(patient: Patient, plan: SafetyPlan | None, on: date) -> PlanStanding:
    """How the plan stands on the day."""
    holders = HOLDERS.all(patient=patient.pk)
    rehearsed = REHEARSED.first(patient=patient.pk)
    made = plan is not None and plan.state == SafetyPlanState.MADE.value
    looked_at = (plan.reviewed_on or plan.on) if plan and made else None
    rules = review_rules(patient)
    return PlanStanding(
        due=_due(patient, on, rules),
        latest=rules.latest(on),
        review_by=_review_by(rules, plan, looked_at) if looked_at else None,
        rehearsed_on=rehearsed.rehearsed_on if rehearsed else None,
        rehearsed=rehearsed.number if rehearsed else 0,
        holders=tuple(one for one in holders if one.taken_back_on is None),
        gone=tuple(one for one in holders if one.taken_back_on is not None),
    )


def version_lines(patient: Patient) -> tuple[VersionLine, ...]:
    """The newest versions, each with what it changed against the one that was made before it."""
    rows = SafetyPlan.objects.filter(patient=patient).select_related("by")
    kept = list(rows.order_by("number"))[-MOST_VERSIONS:]
    lines, before = [], None
    for one in kept:
        made = one.state == SafetyPlanState.MADE.value
        lines.append(_version(one, changes_of(before, one) if made else ()))
        before = one if made else before
    return tuple(reversed(lines))


def _version(one: SafetyPlan, changes: Sequence[PlanChange]) -> VersionLine:
    changed = tuple((str(HEADINGS[change.element]), _words(change)) for change in changes)
    state = SafetyPlanState(one.state)
    return VersionLine(
        one.pk, one.number, one.on, state_word(state), one.by.name, one.said, changed
    )


def state_word(state: SafetyPlanState) -> str:
    """What became of the offer."""
    words = {
        SafetyPlanState.OFFERED: _("offered"),
        SafetyPlanState.MADE: _("made"),
        SafetyPlanState.DECLINED: _("declined for now"),
        SafetyPlanState.REPLACED: _("something else agreed"),
    }
    return words[state]


def _words(change: PlanChange) -> str:
    parts = [_("new: %(what)s") % {"what": "; ".join(change.came)}] if change.came else []
    if change.went:
        parts.append(_("taken out: %(what)s") % {"what": "; ".join(change.went)})
    return ". ".join(parts)


def _review_by(rules: ReviewRules, plan: SafetyPlan | None, looked_at: date) -> date:
    latest = rules.latest(looked_at)
    agreed = plan.next_review if plan else None
    return min(agreed, latest) if agreed else latest


def _due(patient: Patient, on: date, rules: ReviewRules) -> str:
    safety, facts = safety_of(patient, on), facts_until(patient, on)
    return review_due(safety, facts, rules.phase or Phase.SAFETY, on, rules.settings) or ""
