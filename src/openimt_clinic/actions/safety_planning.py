"""The safety plan: offered, made in the person's words, declined, replaced, looked at again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openimt.deliver.plan_together import Together, together
from openimt.errors import RecordError
from openimt.formulate.say import day_says
from openimt.terms import SafetyPlanState
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.sent_again import in_turn, says_the_same
from openimt_clinic.audit.log import record
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.mapping.safety import latest_review
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.user import User

Elements = Mapping[str, Sequence[object]]
LAST = Asked(lambda: SafetyPlan.objects.filter(patient=Given("patient"))[:1])
LAST_MADE = Asked(
    lambda: SafetyPlan.objects.filter(
        patient=Given("patient"), state=SafetyPlanState.MADE.value
    )[:1]
)  # fmt: skip
CHANGED = _("The plan was changed while this page was open.")
NEWER = _("A newer version was written while this page was open. Read it first; it stands here.")


@action
def offer_safety_plan(*, patient: Patient, on: date, by: User) -> SafetyPlan:
    """The offer was made; what the person makes of it is kept when they say."""
    require(by, Permission.KEEP_SAFE, patient)
    return _noted(patient, SafetyPlanState.OFFERED, on, by)


@action
def make_safety_plan(
    *,
    patient: Patient,
    elements: Elements,
    on: date,
    by: User,
    next_review: date | None = None,
    without_sign_in: bool | None = None,
    seen: int | None = None,
) -> SafetyPlan:
    """A new version. ``elements`` by the names in ``SafetyPlan.ELEMENTS``; one left out stays.

    The person may write it, and who keeps them safe. ``without_sign_in``: the person's own choice
    that this device shows it without signing in. ``seen``: the number of the version that whoever
    wrote had before them, 0 for none. What another has written since stays in the plan; where both
    changed one element this is refused, for nobody's words may go under.
    """
    _may_write(by, patient)
    in_turn(patient)
    unknown = set(elements) - set(SafetyPlan.ELEMENTS)
    if unknown:
        raise RecordError(f"a safety plan has no part '{min(unknown)}'", field=min(unknown))
    before = current_safety_plan(patient)
    number = before.number if before else 0
    stale = seen is not None and seen != number
    both = beside(patient, number if seen is None else seen, elements)
    if both.clashes:
        raise RecordError(str(CHANGED))
    if not any(both.elements.values()):
        raise RecordError("Write at least one line; the rest can come later.")
    chosen = before.without_sign_in if before and without_sign_in is None else without_sign_in
    alone = Permission.ANSWER_OWN in permissions_for(by, patient)
    if next_review is not None and not alone:
        _soon_enough(patient, on, next_review)
    if alone and before and next_review is None:
        next_review = before.next_review
    given = {
        **both.elements,
        "next_review": next_review,
        "without_sign_in": bool(chosen),
    }
    if stale and before and says_the_same(before, {**given, "on": on, "by_id": by.pk}):
        record("safety_plan.made_again", by=by, patient=patient, number=number)
        return before
    # Written together it was looked at together; alone, or with words in it that were not on the
    # page, the last time together still holds.
    reviewed_on = (before.reviewed_on if before else None) if alone or stale else on
    return _next(patient, SafetyPlanState.MADE, on, by, reviewed_on=reviewed_on, **given)


@action
def decline_safety_plan(*, patient: Patient, on: date, by: User, said_: str = "") -> SafetyPlan:
    """The person does not want one now; nothing else depends on it, and it is offered again."""
    _may_write(by, patient)
    return _noted(patient, SafetyPlanState.DECLINED, on, by, said_.strip())


@action
def replace_safety_plan(*, patient: Patient, agreed: str, on: date, by: User) -> SafetyPlan:
    """Something else was agreed in its place."""
    require(by, Permission.KEEP_SAFE, patient)
    agreed = said(agreed, field="agreed", remedy="Write what was agreed instead.")
    return _noted(patient, SafetyPlanState.REPLACED, on, by, agreed)


@action
def review_safety_plan(*, plan: SafetyPlan, on: date, by: User, next_review: date) -> SafetyPlan:
    """It was looked at together and still fits. Not a version that another has followed since."""
    require(by, Permission.KEEP_SAFE, plan.patient)
    _still_holds(plan)
    _soon_enough(plan.patient, on, next_review)
    plan.reviewed_on, plan.next_review = on, next_review
    plan.save(update_fields=["reviewed_on", "next_review"])
    record("safety_plan.reviewed", by=by, patient=plan.patient, number=plan.number)
    return plan


@action
def rehearse_safety_plan(*, plan: SafetyPlan, on: date, by: User) -> SafetyPlan:
    """It was gone through as if it were needed: who, in which order, which number."""
    require(by, Permission.KEEP_SAFE, plan.patient)
    _still_holds(plan)
    if on < plan.on:
        raise RecordError("This version did not exist on that day.", field="on")
    plan.rehearsed_on = on
    plan.save(update_fields=["rehearsed_on"])
    record("safety_plan.rehearsed", by=by, patient=plan.patient, number=plan.number)
    return plan


@action
def give_plan_copy(*, plan: SafetyPlan, name: str, named: bool, on: date, by: User) -> PlanHolder:
    """Somebody holds a copy of this version from now on. ``named``: the person named them."""
    _may_write(by, plan.patient)
    _still_holds(plan)
    name = said(name, field="name", remedy="Write who was given a copy.")
    if not named:
        says = "A copy goes only to somebody whom the person has named for it."
        raise RecordError(says, field="named")
    held = PlanHolder.objects.filter(patient=plan.patient, name=name, taken_back_on__isnull=True)
    holder = held.first() or PlanHolder(
        clinic_id=plan.clinic_id, patient=plan.patient, name=name, since=on, by=by
    )
    holder.number = plan.number
    holder.save()
    record(
        "safety_plan.copy_given", by=by, patient=plan.patient, holder=holder.pk, number=plan.number
    )
    return holder


@action
def take_back_plan_copy(*, holder: PlanHolder, on: date, by: User) -> PlanHolder:
    """The copy was given back or is no longer to be used; the row stays."""
    _may_write(by, holder.patient)
    if on < holder.since:
        raise RecordError("It would be taken back before it was given.", field="on")
    if holder.taken_back_on is None:
        holder.taken_back_on, holder.taken_back_by = on, by
        holder.save(update_fields=["taken_back_on", "taken_back_by"])
    record("safety_plan.copy_taken_back", by=by, patient=holder.patient, holder=holder.pk)
    return holder


@action
def open_safety_plan(*, patient: Patient, by: User) -> SafetyPlan | None:
    """The person opened their plan. Kept for them; the team is told only by agreement."""
    require(by, Permission.READ_OWN, patient)
    record("safety_plan.opened", by=by, patient=patient)
    return current_safety_plan(patient)


def current_safety_plan(patient: Patient) -> SafetyPlan | None:
    """The latest version; after an offer or a *no* the one that was made stays readable."""
    return LAST_MADE.first(patient=patient.pk) or LAST.first(patient=patient.pk)


def beside(patient: Patient, seen: int, elements: Elements) -> Together:
    """What was written by somebody who had version ``seen`` before them, beside what stands."""
    read = SafetyPlan.objects.filter(patient=patient, number=seen).first()
    return together(_words(read), _words(current_safety_plan(patient)), elements)


def _words(plan: SafetyPlan | None) -> dict[str, list[object]]:
    return {name: list(getattr(plan, name, [])) for name in SafetyPlan.ELEMENTS}


def _still_holds(plan: SafetyPlan) -> None:
    """Refuses to say of a version that nobody has read yet that people looked at it together."""
    in_turn(plan.patient)
    stands = current_safety_plan(plan.patient)
    if stands is None or stands.pk != plan.pk:
        raise RecordError(str(NEWER))


def _soon_enough(patient: Patient, on: date, next_review: date) -> None:
    """Refuses a day for the next look that is past, or later than the phase allows."""
    if next_review <= on:
        raise RecordError("Choose a later day for looking at it again.", field="next_review")
    latest = latest_review(patient, on)
    if next_review > latest:
        says = f"Now it is looked at again by {day_says(latest)} at the latest."
        raise RecordError(says, field="next_review")


def _may_write(by: User, patient: Patient) -> None:
    if Permission.ANSWER_OWN not in permissions_for(by, patient):
        require(by, Permission.KEEP_SAFE, patient)


def _noted(
    patient: Patient, state: SafetyPlanState, on: date, by: User, says: str = ""
) -> SafetyPlan:
    """What was said of a plan, as the newest version; the same words of the same day by the same
    person are the same press of a button."""
    in_turn(patient)
    newest = SafetyPlan.objects.filter(patient=patient).first()
    given = {"state": state.value, "on": on, "by_id": by.pk, "said": says}
    if newest is None or not says_the_same(newest, given):
        return _next(patient, state, on, by, said=says)
    record(f"safety_plan.{state.value}_again", by=by, patient=patient, number=newest.number)
    return newest


def _next(
    patient: Patient, state: SafetyPlanState, on: date, by: User, **fields: Any
) -> SafetyPlan:
    in_turn(patient)
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
