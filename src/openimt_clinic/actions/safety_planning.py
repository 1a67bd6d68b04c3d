"""The safety plan: offered, made in the person's words, declined, replaced, looked at again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from openimt.errors import RecordError
from openimt.terms import SafetyPlanState
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.audit.log import record
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.user import User

Elements = Mapping[str, Sequence[object]]


@action
def offer_safety_plan(*, patient: Patient, on: date, by: User) -> SafetyPlan:
    """The offer was made; what the person makes of it is kept when they say."""
    require(by, Permission.KEEP_SAFE, patient)
    return _next(patient, SafetyPlanState.OFFERED, on, by)


@action
def make_safety_plan(
    *,
    patient: Patient,
    elements: Elements,
    on: date,
    by: User,
    next_review: date | None = None,
    without_sign_in: bool | None = None,
) -> SafetyPlan:
    """A new version. ``elements`` by the names in ``SafetyPlan.ELEMENTS``; one left out stays.

    The person may write it, and who keeps them safe. ``without_sign_in``: the person's own choice
    that this device shows it without signing in.
    """
    _may_write(by, patient)
    unknown = set(elements) - set(SafetyPlan.ELEMENTS)
    if unknown:
        raise RecordError(f"a safety plan has no part '{min(unknown)}'", field=min(unknown))
    before = current_safety_plan(patient)
    kept = {name: list(getattr(before, name, [])) for name in SafetyPlan.ELEMENTS}
    kept |= {name: list(lines) for name, lines in elements.items()}
    if not any(kept.values()):
        raise RecordError("Write at least one line; the rest can come later.")
    chosen = before.without_sign_in if before and without_sign_in is None else without_sign_in
    alone = Permission.ANSWER_OWN in permissions_for(by, patient)
    return _next(
        patient,
        SafetyPlanState.MADE,
        on,
        by,
        **kept,
        # Written together it was looked at together; alone, the last time together still holds.
        reviewed_on=(before.reviewed_on if before else None) if alone else on,
        next_review=next_review,
        without_sign_in=bool(chosen),
    )


@action
def decline_safety_plan(*, patient: Patient, on: date, by: User, said_: str = "") -> SafetyPlan:
    """The person does not want one now; nothing else depends on it, and it is offered again."""
    _may_write(by, patient)
    return _next(patient, SafetyPlanState.DECLINED, on, by, said=said_.strip())


@action
def replace_safety_plan(*, patient: Patient, agreed: str, on: date, by: User) -> SafetyPlan:
    """Something else was agreed in its place."""
    require(by, Permission.KEEP_SAFE, patient)
    agreed = said(agreed, field="agreed", remedy="Write what was agreed instead.")
    return _next(patient, SafetyPlanState.REPLACED, on, by, said=agreed)


@action
def review_safety_plan(*, plan: SafetyPlan, on: date, by: User, next_review: date) -> SafetyPlan:
    """It was looked at together and still fits."""
    require(by, Permission.KEEP_SAFE, plan.patient)
    if next_review <= on:
        raise RecordError("Choose a later day for looking at it again.", field="next_review")
    plan.reviewed_on, plan.next_review = on, next_review
    plan.save(update_fields=["reviewed_on", "next_review"])
    record("safety_plan.reviewed", by=by, patient=plan.patient, number=plan.number)
    return plan


@action
def open_safety_plan(*, patient: Patient, by: User) -> SafetyPlan | None:
    """The person opened their plan. Kept for them; the team is told only by agreement."""
    require(by, Permission.READ_OWN, patient)
    record("safety_plan.opened", by=by, patient=patient)
    return current_safety_plan(patient)


def current_safety_plan(patient: Patient) -> SafetyPlan | None:
    """The latest version; after an offer or a *no* the one that was made stays readable."""
    versions = SafetyPlan.objects.filter(patient=patient)
    made = versions.filter(state=SafetyPlanState.MADE.value).first()
    return made or versions.first()


def _may_write(by: User, patient: Patient) -> None:
    if Permission.ANSWER_OWN not in permissions_for(by, patient):
        require(by, Permission.KEEP_SAFE, patient)


def _next(
    patient: Patient, state: SafetyPlanState, on: date, by: User, **fields: Any
) -> SafetyPlan:
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    last = SafetyPlan.objects.filter(patient=patient).aggregate(last=Max("number"))["last"]
    plan = SafetyPlan.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        number=(last or 0) + 1,
        state=state.value,
        on=on,
        by=by,
        made_at=timezone.now(),
        **fields,
    )
    record(f"safety_plan.{state.value}", by=by, patient=patient, number=plan.number)
    return plan
