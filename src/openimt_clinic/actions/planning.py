"""Plans: proposed by the planner, adopted, changed and rejected by people, each with its reason."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Max
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.back_door.in_care import refuse_after_the_end, refuse_once_ended
from openimt_clinic.actions.sent_again import in_turn, says_the_same
from openimt_clinic.audit.log import record
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.planned import Planned, planned
from openimt_clinic.records.mapping.plans import changes_to_row, plan_of, plan_to_row
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from openimt_clinic.records.preference import Preference
from openimt_clinic.records.user import User

Row = dict[str, Any]


class Wish(StrEnum):
    """What people want of a module whatever the planner would do; *free* takes the wish back."""

    PIN = "pin"
    BAN = "ban"
    FREE = "free"


@action
def propose(*, patient: Patient, on: date, by: User) -> PlanVersion:
    """Asks the planner for a plan from what is known on the day; an open proposal gives way.

    When nothing needs to change, the plan in force is returned, and no version is made.
    """
    require(by, Permission.PLAN, patient)
    refuse_after_the_end(patient, on)
    version = _propose(patient, on, by, reason="", keep=True)
    if version.state == PlanState.ADOPTED.value:
        record("plan.kept", by=by, patient=patient, number=version.number)
        return version
    record("plan.proposed", by=by, patient=patient, number=version.number)
    return version


@action
def change(
    *, patient: Patient, module: str, wish: Wish, reason: str, on: date, by: User
) -> PlanVersion:
    """A person's wish for one module, with its reason, and the plan that follows from it.

    Raises ConflictError when the wish cannot be met together with a hard rule; nothing is kept.
    """
    require(by, Permission.PLAN, patient)
    refuse_once_ended(patient)
    reason = said(reason, field="reason", remedy="Write why; the reason stays with the plan.")
    if module not in catalogue_for(patient).modules:
        raise RecordError(f"there is no module '{module}'", field="module")
    Preference.objects.update_or_create(
        patient=patient,
        module=module,
        defaults={
            "clinic_id": patient.clinic_id,
            "pinned": wish is Wish.PIN,
            "banned": wish is Wish.BAN,
            "reason": reason,
            "by": by,
            "noted_at": timezone.now(),
        },
    )
    version = _propose(patient, on, by, reason=reason)
    record(
        "plan.changed", by=by, patient=patient, number=version.number, module=module,
        wish=wish.value,
    )  # fmt: skip
    return version


@action
def prefer(*, patient: Patient, module: str, value: float | None, by: User) -> Preference:
    """What the person wishes, from -1 (rather not) to 1 (gladly); None = has not said."""
    require(by, Permission.PLAN, patient)
    refuse_once_ended(patient)
    if value is not None and not -1 <= value <= 1:
        raise RecordError(f"is {value:g}, outside -1 to 1", field="value")
    kept, _ = Preference.objects.update_or_create(
        patient=patient,
        module=module,
        defaults={"value": value, "by": by, "noted_at": timezone.now()},
        create_defaults={
            "clinic_id": patient.clinic_id,
            "value": value,
            "by": by,
            "noted_at": timezone.now(),
        },
    )
    record("preference.set", by=by, patient=patient, module=module)
    return kept


@action
def adopt(*, version: PlanVersion, by: User) -> PlanVersion:
    """The people agree: this proposal is the plan now, and the one before it is superseded."""
    if adopted := _decided(version, by, PlanState.ADOPTED, adopted_by_id=by.pk):
        record("plan.adopted_again", by=by, patient=adopted.patient, number=adopted.number)
        return adopted
    fresh = _still_proposed(version, by)
    refuse_once_ended(fresh.patient)
    put_in_force(fresh, by)
    record("plan.adopted", by=by, patient=fresh.patient, number=fresh.number)
    return fresh


@action
def reject(*, version: PlanVersion, reason: str, by: User) -> PlanVersion:
    """The people do not agree; the proposal stays in the record with the reason."""
    if rejected := _decided(version, by, PlanState.REJECTED, reason=reason.strip()):
        record("plan.rejected_again", by=by, patient=rejected.patient, number=rejected.number)
        return rejected
    fresh = _still_proposed(version, by)
    fresh.state, fresh.ended_at = PlanState.REJECTED.value, timezone.now()
    fresh.reason = said(reason, field="reason", remedy="Write why this plan does not fit.")
    fresh.save(update_fields=["state", "ended_at", "reason"])
    record("plan.rejected", by=by, patient=fresh.patient, number=fresh.number)
    return fresh


def adopted_plan(patient: Patient) -> PlanVersion | None:
    """The plan in force."""
    return PlanVersion.objects.filter(patient=patient, state=PlanState.ADOPTED.value).first()


def _decided(version: PlanVersion, by: User, as_: PlanState, **given: object) -> PlanVersion | None:
    """The version, where this very press has decided about it already."""
    fresh = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    require(by, Permission.PLAN, fresh.patient)
    return fresh if says_the_same(fresh, {"state": as_.value, **given}) else None


def _still_proposed(version: PlanVersion, by: User) -> PlanVersion:
    fresh = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    require(by, Permission.PLAN, fresh.patient)
    if fresh.state != PlanState.PROPOSED.value:
        raise RecordError(
            f"Version {fresh.number} is no longer a proposal; look at the newest version."
        )
    return fresh


def _propose(
    patient: Patient, on: date, by: User, *, reason: str, keep: bool = False
) -> PlanVersion:
    in_turn(patient)
    made, current = planned(patient, on), adopted_plan(patient)
    if keep and current is not None and not made.changes and _same_ground(made, current):
        return current
    return keep_planned(patient, made, by, reason=reason)


def keep_planned(patient: Patient, made: Planned, by: User, *, reason: str) -> PlanVersion:
    """A proposal as the next version; an earlier open one gives way, but for the same that the
    same person asked for on the same day."""
    plan = plan_to_row(made.plan)
    given = {
        "catalogue": made.plan.catalogue,
        "made_with": made.ground.version,
        "on": made.plan.on,
        "reason": reason,
        "changes": changes_to_row(made.changes),
        "made_by": by,
    }
    open_ones = PlanVersion.objects.filter(patient=patient, state=PlanState.PROPOSED.value)
    there = open_ones.first()
    if there is not None and says_the_same(there, given) and _same(there.plan, plan):
        return there
    open_ones.update(state=PlanState.SUPERSEDED.value, ended_at=timezone.now())
    last = PlanVersion.objects.filter(patient=patient).aggregate(last=Max("number"))["last"]
    return PlanVersion.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        number=(last or 0) + 1,
        state=PlanState.PROPOSED.value,
        made_at=timezone.now(),
        plan=plan,
        **given,
    )


def _same(one: Row, other: Row) -> bool:
    """The same plan, however long the planner took to find it."""
    return {**one, "seconds": 0} == {**other, "seconds": 0}


def put_in_force(version: PlanVersion, by: User) -> None:
    """The plan now; the one before it is superseded."""
    now = timezone.now()
    PlanVersion.objects.filter(patient=version.patient, state=PlanState.ADOPTED.value).update(
        state=PlanState.SUPERSEDED.value, ended_at=now
    )
    version.state, version.adopted_by, version.adopted_at = PlanState.ADOPTED.value, by, now
    version.save(update_fields=["state", "adopted_by", "adopted_at"])


def _same_ground(made: Planned, current: PlanVersion) -> bool:
    """A new phase, another therapy or catalogue is a new plan, even with the same modules."""
    new, old = made.plan, plan_of(current)
    same_catalogue = made.ground.version is None or made.ground.version.pk == current.made_with_id
    return (new.phase, new.therapy) == (old.phase, old.therapy) and same_catalogue
