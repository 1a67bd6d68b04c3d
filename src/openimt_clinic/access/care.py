"""What a user may do for one patient, and the two answers to those who may not.

A stranger is told that there is no such page; whoever may read is told that they may not write.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt_clinic.access.cover import clinic_day, in_cover_of
from openimt_clinic.access.permissions import (
    OF_ON_DUTY,
    OF_SELF,
    OF_TEAM,
    OF_TREATING,
    Permission,
)
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.access.roles import ROLES
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.contacts import owed
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

NOTHING: frozenset[Permission] = frozenset()
ROLES_HELD = Asked(lambda: Membership.objects.filter(user=Given("user"), clinic=Given("clinic")))
RELATION = Asked(
    lambda: CareRelation.objects.filter(
        user=Given("user"), patient=Given("patient"), until__isnull=True
    ).order_by("pk")[:1]
)
CALLED = Asked(lambda: AlertCase.objects.filter(patient=Given("patient"), closed_at__isnull=True))
OWED = AskedValues(
    lambda: owed(Given("now")).filter(patient=Given("patient")).values_list("pk")[:1]
)
COVERED = Asked(
    lambda: in_cover_of(Given("user"), Given("on")).filter(patient=Given("patient"))[:1]
)
ON_DUTY = Asked(
    lambda: OnDuty.objects.filter(
        Q(who=Given("user")) | Q(second=Given("user")),
        clinic=Given("clinic"), starts_at__lte=Given("at"), ends_at__gt=Given("at"),
    )[:1]
)  # fmt: skip


def roles_of(user: User, clinic: Clinic) -> frozenset[RoleName]:
    """What the user is in this clinic; nobody who was switched off is anything."""
    if not user.is_active:
        return frozenset()
    held = ROLES_HELD.all(user=user.pk, clinic=clinic.pk)
    return frozenset(RoleName(membership.role) for membership in held)


def permissions_in(user: User, clinic: Clinic) -> frozenset[Permission]:
    """What the user may do in the clinic whoever the patient is."""
    return frozenset().union(*(ROLES[name].permissions for name in roles_of(user, clinic)))


def permissions_for(user: User, patient: Patient) -> frozenset[Permission]:
    """What the user may do for this patient."""
    roles = roles_of(user, patient.clinic)
    allowed = NOTHING
    if RoleName.PATIENT in roles and patient.account_id == user.pk:
        allowed |= OF_SELF
    if RoleName.CLINICIAN in roles:
        allowed |= _by_relation(user, patient)
        if not allowed >= OF_ON_DUTY:
            allowed |= _by_duty(user, patient)
    if RoleName.TEAM_LEAD in roles:
        allowed |= {Permission.ANSWER_ALERTS}
    return allowed


def _by_relation(user: User, patient: Patient) -> frozenset[Permission]:
    held = RELATION.first(user=user.pk, patient=patient.pk)
    kind = held.kind if held else None
    if kind == CareKind.TREATING.value:
        return OF_TREATING
    return OF_TREATING if _covers(user, patient) else OF_TEAM if kind else NOTHING


def _covers(user: User, patient: Patient) -> bool:
    """Whoever covers for somebody who is away treats their people, for these days alone."""
    today = clinic_day(patient.clinic, timezone.now())
    return COVERED.first(user=user.pk, on=today, patient=patient.pk) is not None


def _by_duty(user: User, patient: Patient) -> frozenset[Permission]:
    """Whoever answers this person's alert sees what is needed for it, until it is closed; whoever
    is on duty the same where agreed contact has passed, until there was contact."""
    called, now = CALLED.all(patient=patient.pk), timezone.now()
    if any(one.owner_id == user.pk or _passed_on_to(user, one) for one in called):
        return OF_ON_DUTY
    needed = called or OWED.flat(patient=patient.pk, now=now)
    return OF_ON_DUTY if needed and on_duty_now(user, patient.clinic, now) else NOTHING


def _passed_on_to(user: User, one: AlertCase) -> bool:
    return one.second_id == user.pk and one.passed_on_at is not None


def on_duty_now(user: User, clinic: Clinic, at: datetime) -> bool:
    """Whether the roster names the user, first or second, at this moment."""
    return ON_DUTY.first(user=user.pk, clinic=clinic.pk, at=at) is not None


def require(user: User, permission: Permission, patient: Patient) -> None:
    """Raises Http404 for a stranger and PermissionDenied for whoever may only do less."""
    allowed = permissions_for(user, patient)
    if permission in allowed:
        return
    if not allowed - {Permission.ANSWER_ALERTS}:
        raise Http404
    if Permission.READ_OWN in allowed:
        raise PermissionDenied(_("This page is for your team. What is yours is on your own pages."))
    raise PermissionDenied(_("You may read this record, but not write in it."))


def require_in(user: User, permission: Permission, clinic: Clinic) -> None:
    """As ``require``, for what concerns the clinic and no patient."""
    if not roles_of(user, clinic):
        raise Http404
    if permission not in permissions_in(user, clinic):
        raise PermissionDenied(_("Your role in this clinic does not include this page."))
