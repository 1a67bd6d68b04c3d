"""A feed for one's own calendar program: made, made anew, ended."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.roles import ROLES
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import record
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.own_calendar import OwnCalendar
from openimt_clinic.records.user import User

WHO_MAY = tuple(
    name.value for name, role in ROLES.items() if Permission.SEE_CASELOAD in role.permissions
)
"""Roles whose people have hours of their own; the first of them that somebody has bears it."""


def standing_calendars(clinic: Clinic, user: User) -> QuerySet[OwnCalendar]:
    """The user's own in this clinic that has not been ended: one, or none."""
    return OwnCalendar.objects.filter(
        clinic=clinic, membership__user=user, membership__role__in=WHO_MAY, ended_at__isnull=True
    )


@action
def make_calendar(*, clinic: Clinic, with_codes: bool, by: User) -> OwnCalendar:
    """A new address; the one before is none any more. Nobody makes one for somebody else."""
    require_in(by, Permission.SEE_CASELOAD, clinic)
    now = timezone.now()
    _locked_and_ended(clinic, by, now)
    held = Membership.objects.filter(clinic=clinic, user=by, role__in=WHO_MAY)
    bears = min(held, key=lambda one: WHO_MAY.index(one.role))
    made = OwnCalendar.objects.create(
        clinic=clinic, membership=bears, with_codes=with_codes, since=now
    )
    record("calendar.made", by=by, clinic=clinic, calendar=made.pk, with_codes=with_codes)
    return made


@action
def end_calendar(*, clinic: Clinic, by: User) -> None:
    """The address opens nothing from now on; where there is none, that is so already."""
    require_in(by, Permission.SEE_CASELOAD, clinic)
    ended = _locked_and_ended(clinic, by, timezone.now())
    record("calendar.ended", by=by, clinic=clinic, ended=ended)


def end_calendars_of(clinic: Clinic, user: User) -> int:
    """Whoever can sign in no more reads no hours either, also when they come back. For the action
    that switches the account off."""
    return _locked_and_ended(clinic, user, timezone.now())


def _locked_and_ended(clinic: Clinic, user: User, now: datetime) -> int:
    """Two presses at once come one after another: the clinic's row is the lock."""
    Clinic.objects.select_for_update(of=("self",), no_key=True).get(pk=clinic.pk)
    return standing_calendars(clinic, user).update(ended_at=now)
