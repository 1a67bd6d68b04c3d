"""The open cases that concern somebody of the staff: one rule for the bar and for the caseload."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from openimt.terms import Response
from openimt_clinic.access.cover import clinic_day, in_cover_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.database.asked import AskedValues, Given
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User

URGENT = (Response.EMERGENCY.value, Response.SAME_DAY.value)


def sees_all(standing: Standing) -> bool:
    """Who leads the team, or is on duty now."""
    return standing.may(Permission.RUN_CLINIC) or standing.is_on_duty


def cases_of(standing: Standing, now: datetime, *, every: bool) -> QuerySet[AlertCase]:
    """Every open case that concerns the user: of the people in their care or cover, their own,
    those passed on to them; all of them for who ``sees_all``."""
    rows = AlertCase.objects.filter(closed_at__isnull=True)
    return rows if every else _mine(rows, standing.user, clinic_day(standing.clinic, now))


def _mine(rows: QuerySet[AlertCase], me: User | Given, today: date | Given) -> QuerySet[AlertCase]:
    care = CareRelation.objects.filter(
        user=me, until__isnull=True, patient__ended_on__isnull=True
    ).values("patient")
    covered = in_cover_of(me, today).values("patient")
    mine = Q(patient__in=care) | Q(patient__in=covered) | Q(owner=me)
    return rows.filter(mine | Q(second=me, passed_on_at__isnull=False))


def cases_at_the_door(standing: Standing, *, every: bool) -> QuerySet[ReferralAlert]:
    """The same of people whom nobody treats yet; one that is nobody's is everybody's."""
    rows = ReferralAlert.objects.filter(closed_at__isnull=True)
    if not standing.may(Permission.ENROL):
        return rows.none()
    return rows if every else _mine_at_the_door(rows, standing.user)


def _mine_at_the_door(rows: QuerySet[ReferralAlert], me: User | Given) -> QuerySet[ReferralAlert]:
    mine = Q(owner=me) | Q(owner__isnull=True) | Q(acknowledged_by=me)
    return rows.filter(mine | Q(second=me, passed_on_at__isnull=False))


def _urgent() -> QuerySet[AlertCase]:
    waiting = AlertCase.objects.filter(closed_at__isnull=True, acknowledged_at__isnull=True)
    return waiting.filter(Q(response__in=URGENT) | Q(due_at__lte=Given("now"))).order_by()


def _waiting_at_the_door() -> QuerySet[ReferralAlert]:
    rows = ReferralAlert.objects.filter(closed_at__isnull=True, acknowledged_at__isnull=True)
    return rows.order_by()


ALL_URGENT = AskedValues(lambda: _urgent().values_list("patient").distinct())
MY_URGENT = AskedValues(
    lambda: _mine(_urgent(), Given("me"), Given("today")).values_list("patient").distinct()
)
ALL_AT_THE_DOOR = AskedValues(lambda: _waiting_at_the_door().values_list("pk"))
MY_AT_THE_DOOR = AskedValues(
    lambda: _mine_at_the_door(_waiting_at_the_door(), Given("me")).values_list("pk")
)


def people_who_need_someone(standing: Standing, now: datetime) -> int:
    """How many people wait in those cases for somebody to act now; asked with every page."""
    every, me = sees_all(standing), standing.user.pk
    today = clinic_day(standing.clinic, now)
    urgent = ALL_URGENT.all(now=now) if every else MY_URGENT.all(me=me, today=today, now=now)
    if not standing.may(Permission.ENROL):
        return len(urgent)
    door = ALL_AT_THE_DOOR.all() if every else MY_AT_THE_DOOR.all(me=me)
    return len(urgent) + len(door)
