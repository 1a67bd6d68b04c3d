"""The roster: who is put on duty, who takes a duty over, who swaps with whom."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt.errors import RecordError
from openimt.formulate.say import day_says
from openimt_clinic.access.care import require_in, roles_of
from openimt_clinic.access.cover import clinic_day, standing_absences
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.action import action
from openimt_clinic.actions.clock import roster_days
from openimt_clinic.actions.in_reach import in_reach
from openimt_clinic.audit.log import record
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.user import User


@action
def put_on_duty(
    *,
    clinic: Clinic,
    who: User,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    second: User | None = None,
) -> OnDuty:
    """One entry of the roster; refused where somebody is on duty already."""
    require_in(by, Permission.RUN_CLINIC, clinic)
    if ends_at <= starts_at:
        raise RecordError("The duty would end before it begins.", field="ends_at")
    in_reach(starts_at, timezone.now(), "starts_at", back=1)
    longest = roster_days("longest_days")
    if ends_at - starts_at > longest:
        says = f"One duty lasts {longest.days} days at most; enter each stretch by itself."
        raise RecordError(says, field="ends_at")
    _can_be(clinic, who, second)
    _refuse_away(clinic, starts_at, ends_at, who, second)
    _nobody_yet(clinic, starts_at, ends_at)
    entry = OnDuty.objects.create(
        clinic=clinic, who=who, second=second, starts_at=starts_at, ends_at=ends_at
    )
    record("roster.entered", by=by, clinic=clinic, entry=entry.pk, who=who.pk)
    return entry


@action
def hand_duty(*, entry: OnDuty, who: User, second: User | None, by: User) -> OnDuty:
    """Somebody else takes the duty over; alert cases that are open stay with whom they have."""
    held = _held(entry)
    require_in(by, Permission.RUN_CLINIC, held.clinic)
    _can_be(held.clinic, who, second)
    _refuse_away(held.clinic, held.starts_at, held.ends_at, who, second)
    before, held.who, held.second = held.who_id, who, second
    held.save(update_fields=["who", "second"])
    record("roster.handed", by=by, clinic=held.clinic, entry=held.pk, who=who.pk, before=before)
    return held


@action
def swap_duty(*, entry: OnDuty, other: OnDuty, by: User) -> tuple[OnDuty, OnDuty]:
    """Two people take each other's duty. Where one was the other's second person, they change
    places there, too."""
    # In one order whoever asks, so that two opposite swaps wait and never hold each other up.
    held = {one.pk: _held(one) for one in sorted((entry, other), key=lambda one: str(one.pk))}
    first, then = held[entry.pk], held[other.pk]
    require_in(by, Permission.RUN_CLINIC, first.clinic)
    if first.who_id == then.who_id:
        raise RecordError(f"Both duties are {first.who.name}'s.", field="other")
    one, two = first.who, then.who
    _refuse_away(first.clinic, first.starts_at, first.ends_at, two)
    _refuse_away(then.clinic, then.starts_at, then.ends_at, one)
    _give(first, two, instead_of=one)
    _give(then, one, instead_of=two)
    record("roster.swapped", by=by, clinic=first.clinic, entry=first.pk, other=then.pk)
    return first, then


@action
def take_off_duty(*, entry: OnDuty, by: User) -> None:
    """Takes an entry out of the roster; alert cases that are open stay with whom they have."""
    require_in(by, Permission.RUN_CLINIC, entry.clinic)
    record("roster.removed", by=by, clinic=entry.clinic, entry=entry.pk, who=entry.who.pk)
    entry.delete()


def _give(entry: OnDuty, who: User, *, instead_of: User) -> None:
    if entry.second_id == who.pk:
        entry.second = instead_of
    entry.who = who
    entry.save(update_fields=["who", "second"])


def _held(entry: OnDuty) -> OnDuty:
    """The entry as it now stands, locked; refuses one that was taken out meanwhile."""
    held = OnDuty.objects.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if held is None:
        raise RecordError("This duty was taken out of the roster meanwhile.")
    return held


def _can_be(clinic: Clinic, who: User, second: User | None) -> None:
    if second == who:
        raise RecordError("The second person must be somebody else.", field="second")
    for field, user in (("who", who), ("second", second)):
        if user and RoleName.CLINICIAN not in roles_of(user, clinic):
            raise RecordError(f"{user.name} is no clinician of this clinic.", field=field)


def _refuse_away(
    clinic: Clinic, starts_at: datetime, ends_at: datetime, who: User, second: User | None = None
) -> None:
    """Alerts would go to somebody who is not there."""
    # The clinic's row is the lock here and for absences: neither is noted beside the other.
    Clinic.objects.select_for_update(of=("self",)).get(pk=clinic.pk)
    last = clinic_day(clinic, ends_at - timedelta(microseconds=1))
    for field, user in (("who", who), ("second", second)):
        if user is None:
            continue
        away = standing_absences().filter(
            who=user, first__lte=last, last__gte=clinic_day(clinic, starts_at)
        )
        if there := away.order_by("first").first():
            says = f"{user.name} is away from {day_says(there.first)} to {day_says(there.last)}."
            raise RecordError(f"{says} Choose somebody else.", field=field)


def _nobody_yet(clinic: Clinic, starts_at: datetime, ends_at: datetime) -> None:
    """Two duties at once would leave it open who acts. One roster is written at a time."""
    Clinic.objects.select_for_update().get(pk=clinic.pk)
    rows = OnDuty.objects.filter(clinic=clinic, starts_at__lt=ends_at, ends_at__gt=starts_at)
    there = rows.select_related("who").order_by("starts_at").first()
    if there is None:
        return
    until = there.ends_at.astimezone(ZoneInfo(clinic.time_zone))
    says = (
        f"{there.who.name} is on duty then, until {day_says(until.date())}, {until:%H:%M}. "
        "Take that entry out first, or begin after it."
    )
    raise RecordError(says, field="starts_at")
