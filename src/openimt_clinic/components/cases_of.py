"""The open cases that concern somebody of the staff: one rule for the bar and for the caseload."""

from datetime import datetime

from django.db.models import Q, QuerySet

from openimt.terms import Response
from openimt_clinic.access.cover import clinic_day, in_cover_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.referral_alert import ReferralAlert

URGENT = (Response.EMERGENCY.value, Response.SAME_DAY.value)


def sees_all(standing: Standing, now: datetime) -> bool:
    """Who leads the team, or is on duty now."""
    if standing.may(Permission.RUN_CLINIC):
        return True
    entries = OnDuty.objects.filter(clinic=standing.clinic, starts_at__lte=now, ends_at__gt=now)
    return entries.filter(Q(who=standing.user) | Q(second=standing.user)).exists()


def cases_of(standing: Standing, now: datetime, *, every: bool) -> QuerySet[AlertCase]:
    """Every open case that concerns the user: of the people in their care or cover, their own,
    those passed on to them; all of them for who ``sees_all``."""
    rows = AlertCase.objects.filter(closed_at__isnull=True)
    if every:
        return rows
    me = standing.user
    care = CareRelation.objects.filter(
        user=me, until__isnull=True, patient__ended_on__isnull=True
    ).values("patient")
    covered = in_cover_of(me, clinic_day(standing.clinic, now)).values("patient")
    mine = Q(patient__in=care) | Q(patient__in=covered) | Q(owner=me)
    return rows.filter(mine | Q(second=me, passed_on_at__isnull=False))


def cases_at_the_door(standing: Standing, *, every: bool) -> QuerySet[ReferralAlert]:
    """The same of people whom nobody treats yet; one that is nobody's is everybody's."""
    rows = ReferralAlert.objects.filter(closed_at__isnull=True)
    if not standing.may(Permission.ENROL):
        return rows.none()
    if every:
        return rows
    me = standing.user
    mine = Q(owner=me) | Q(owner__isnull=True) | Q(acknowledged_by=me)
    return rows.filter(mine | Q(second=me, passed_on_at__isnull=False))


def people_who_need_someone(standing: Standing, now: datetime) -> int:
    """How many people wait in those cases for somebody to act now."""
    every = sees_all(standing, now)
    waiting = cases_of(standing, now, every=every).filter(acknowledged_at__isnull=True)
    urgent = waiting.filter(Q(response__in=URGENT) | Q(due_at__lte=now))
    door = cases_at_the_door(standing, every=every).filter(acknowledged_at__isnull=True)
    return urgent.values("patient").distinct().count() + door.count()
