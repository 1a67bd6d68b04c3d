"""Danger at the front door reaches people as any worrying answer does: owner, clock, log, end.

There is no record yet and nobody treats the person, so whoever is on duty owns it, then who leads.
"""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt.terms import Response
from openimt_clinic.access.care import permissions_in, require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.clock import clock_of
from openimt_clinic.actions.telling import answers_at_the_door, who_is_told_at_the_door
from openimt_clinic.audit.log import record
from openimt_clinic.jobs.queue import tell_of_the_door_later
from openimt_clinic.records.contact_line import ContactWay
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User


def open_at_the_door(
    referral: Referral, says: str, by: User, at: datetime, *, anew: bool = True
) -> ReferralAlert | None:
    """The open alert of this referral, with what was said last; else a new one, whose owner is told
    at once. ``anew`` False: one that was closed speaks for what stands since. Inside an action."""
    there = ReferralAlert.objects.select_for_update(of=("self",)).filter(referral=referral)
    if kept := there.filter(closed_at__isnull=True).first():
        kept.says = says
        kept.save(update_fields=["says"])
        return kept
    if not anew and there.exists():
        return None
    clock = clock_of(referral.clinic, Response.SAME_DAY)
    told = who_is_told_at_the_door(referral.clinic, at)
    made = ReferralAlert.objects.create(
        clinic=referral.clinic,
        referral=referral,
        says=says,
        response=Response.SAME_DAY.value,
        received_at=at,
        owner=told.owner,
        second=told.second,
        nobody_on_duty=told.nobody_on_duty,
        due_at=clock.due(at, ZoneInfo(referral.clinic.time_zone)),
    )
    _noted("raised", made, by, owner=told.owner.pk if told.owner else None)
    if told.owner:
        tell_of_the_door_later(made, told.owner)
    return made


@action
def take_at_the_door(*, alert: ReferralAlert, by: User) -> ReferralAlert:
    """*I am on it*: from now on this person acts, and nobody else is told."""
    kept = _open(alert, by)
    if kept.acknowledged_at is None:
        kept.acknowledged_at, kept.acknowledged_by = timezone.now(), by
        kept.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _noted("acknowledged", kept, by)
    return kept


@action
def try_at_the_door(
    *,
    alert: ReferralAlert,
    way: ContactWay,
    reached: bool,
    by: User,
    says: str = "",
    key: UUID | None = None,
) -> ReferralAlert:
    """Adds one try to reach the person to the alert's log. The same ``key`` with the same words is
    the same press of a button."""
    kept = _open(alert, by)
    row = {"by": str(by.pk), "way": way.value, "reached": reached, "says": says.strip()}
    row |= {"key": str(key)} if key else {}
    if key and any(row.items() <= one.items() for one in kept.tries):
        _noted("contact_again", kept, by)
        return kept
    kept.tries = [*kept.tries, {"at": timezone.now().isoformat(), **row}]
    kept.save(update_fields=["tries"])
    _noted("contact", kept, by, way=way.value, reached=reached)
    return kept


@action
def hand_over_at_the_door(*, alert: ReferralAlert, to: User, by: User) -> ReferralAlert:
    """Gives it to another person, who is told and has to acknowledge it in time: the clock runs
    for them as it ran for who had it before."""
    kept = _open(alert, by)
    if Permission.ENROL not in permissions_in(to, kept.clinic):
        says = _("%(name)s may not answer alerts of the front door.") % {"name": to.name}
        raise RecordError(says, field="to")
    kept.owner, kept.acknowledged_at, kept.acknowledged_by = to, None, None
    kept.nobody_on_duty = False
    now = timezone.now()
    due = clock_of(kept.clinic, Response(kept.response)).due(now, ZoneInfo(kept.clinic.time_zone))
    kept.due_at = min(kept.due_at, due) if kept.due_at > now else due
    kept.second = who_is_told_at_the_door(kept.clinic, now, but=to).owner
    kept.passed_on_at = None
    kept.save()
    _noted("handed_over", kept, by, to=to.pk)
    tell_of_the_door_later(kept, to)
    return kept


@action
def close_at_the_door(*, alert: ReferralAlert, reason: str, by: User) -> ReferralAlert:
    """Closes it with what came of it; closing acknowledges it, too."""
    kept = _open(alert, by)
    closed(kept, said(reason, field="reason", remedy=_("Write what came of it.")), by)
    _noted("closed", kept, by)
    return kept


@action
def pass_on_at_the_door(
    *, alert: ReferralAlert, at: datetime, by: User | None = None
) -> ReferralAlert:
    """The clock: nobody has acknowledged in time, so the second person is told. ``by`` is None."""
    kept = ReferralAlert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if kept.acknowledged_at or kept.closed_at or kept.passed_on_at or at < kept.due_at:
        _noted("not_passed_on", kept, by)
        return kept
    if not answers_at_the_door(kept.second, kept.clinic):
        kept.second = who_is_told_at_the_door(kept.clinic, at, but=kept.owner).owner
    kept.passed_on_at = at
    kept.save(update_fields=["passed_on_at", "second"])
    _noted("passed_on", kept, by, second=kept.second.pk if kept.second else None)
    if kept.second:
        tell_of_the_door_later(kept, kept.second)
    return kept


def closed(kept: ReferralAlert, reason: str, by: User) -> None:
    """Ends it with what came of it, inside an action."""
    now = timezone.now()
    if kept.acknowledged_at is None:
        kept.acknowledged_at, kept.acknowledged_by = now, by
    kept.closed_reason, kept.closed_at, kept.closed_by = reason, now, by
    kept.save()


def refuse_while_nobody_is_on_it(referral: Referral) -> None:
    """Raises RecordError while danger was said and nobody has taken it on."""
    waits = ReferralAlert.objects.filter(
        referral=referral, closed_at__isnull=True, acknowledged_at__isnull=True
    )
    if waits.exists():
        says = _("Somebody is in danger here and nobody is on it yet. Take the alert first.")
        raise RecordError(says)


def _open(alert: ReferralAlert, by: User) -> ReferralAlert:
    require_in(by, Permission.ENROL, alert.clinic)
    kept = ReferralAlert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if not kept.open:
        raise RecordError(_("This alert was closed already; look at what came of it."))
    return kept


def _noted(what: str, kept: ReferralAlert, by: User | None, **details: Any) -> None:
    record(f"referral_alert.{what}", by=by, clinic=kept.clinic, alert=kept.pk, **details)
