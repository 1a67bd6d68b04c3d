"""Who is told of a worrying answer: the roster first, then those who treat, then the team leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from openimt_clinic.access.role_names import RoleName
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


@dataclass(frozen=True)
class Told:
    """``nobody_on_duty``: the roster had no entry for the moment; the screens say so."""

    owner: User | None
    second: User | None
    nobody_on_duty: bool


def on_duty(clinic: Clinic, at: datetime) -> OnDuty | None:
    """The roster's entry for the moment; the one that began last when two overlap."""
    entries = OnDuty.objects.filter(clinic=clinic, starts_at__lte=at, ends_at__gt=at)
    return entries.select_related("who", "second").order_by("-starts_at").first()


def treating(patient: Patient) -> list[User]:
    """Those who treat the person now, the longest first."""
    relations = CareRelation.objects.filter(
        patient=patient, kind=CareKind.TREATING.value, until__isnull=True, user__is_active=True
    )
    return [relation.user for relation in relations.select_related("user").order_by("since", "id")]


def team_leads(clinic: Clinic) -> list[User]:
    """The clinic's team leads, the longest first."""
    rows = Membership.objects.filter(
        clinic=clinic, role=RoleName.TEAM_LEAD.value, user__is_active=True
    )
    return [row.user for row in rows.select_related("user").order_by("since", "id")]


def who_is_told(patient: Patient, at: datetime, *, on_duty_first: bool) -> Told:
    """The owner and the second person of an alert case that opens at this moment."""
    entry = on_duty(patient.clinic, at)
    rostered, others = _rostered(entry), treating(patient)
    order = [*rostered, *others] if on_duty_first else [*others, *rostered]
    return _told([*order, *team_leads(patient.clinic)], entry)


def who_is_told_at_the_door(clinic: Clinic, at: datetime) -> Told:
    """Of somebody whom nobody treats yet: whoever is on duty, then who leads."""
    entry = on_duty(clinic, at)
    return _told([*_rostered(entry), *team_leads(clinic)], entry)


def _rostered(entry: OnDuty | None) -> list[User]:
    return [user for user in (entry.who, entry.second) if user] if entry else []


def _told(order: Iterable[User], entry: OnDuty | None) -> Told:
    distinct = list(dict.fromkeys(user for user in order if user.is_active))
    return Told(
        owner=distinct[0] if distinct else None,
        second=distinct[1] if len(distinct) > 1 else None,
        nobody_on_duty=entry is None,
    )
