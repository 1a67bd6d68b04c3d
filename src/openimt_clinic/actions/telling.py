"""Who is told of a worrying answer: the roster first, then those who treat, then the team leads.

Whoever is away is told last; whoever covers for them stands in their place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from openimt_clinic.access.care import permissions_in, roles_of
from openimt_clinic.access.cover import away_on, clinic_day, there_for
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

ANSWERS = frozenset({RoleName.CLINICIAN, RoleName.TEAM_LEAD})
"""Who can open an alert that is theirs (``access.care``). Whoever left the clinic cannot."""

ON_DUTY = Asked(
    lambda: (
        OnDuty.objects.filter(
            clinic=Given("clinic"), starts_at__lte=Given("at"), ends_at__gt=Given("at")
        )
        .select_related("who", "second")
        .order_by("-starts_at")[:1]
    )
)
TREATING = Asked(
    lambda: (
        CareRelation.objects.filter(
            patient=Given("patient"), kind=CareKind.TREATING.value, until__isnull=True,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("since", "id")
    )
)  # fmt: skip
LEADS = Asked(
    lambda: (
        Membership.objects.filter(
            clinic=Given("clinic"), role=RoleName.TEAM_LEAD.value, user__is_active=True
        )
        .select_related("user")
        .order_by("since", "id")
    )
)


@dataclass(frozen=True)
class Told:
    """``nobody_on_duty``: the roster names nobody for the moment who could act; the screens say
    so."""

    owner: User | None
    second: User | None
    nobody_on_duty: bool


def on_duty(clinic: Clinic, at: datetime) -> OnDuty | None:
    """The roster's entry for the moment; the one that began last when two overlap."""
    return ON_DUTY.first(clinic=clinic.pk, at=at)


def treating(patient: Patient) -> list[User]:
    """Those who treat the person now, the longest first."""
    return [relation.user for relation in TREATING.all(patient=patient.pk)]


def there_and_away(patient: Patient, at: datetime) -> tuple[list[User], list[User]]:
    """Those who treat the person and are there at the moment, with whoever covers in the place of
    who is away; and those who are away."""
    day = clinic_day(patient.clinic, at)
    rows = away_on(patient.clinic, day).select_related("cover")
    absent = {one.who_id: one for one in rows}
    there: list[User] = []
    away: list[User] = []
    for user in treating(patient):
        absence = absent.get(user.pk)
        cover = there_for(absence, patient) if absence else user
        there += [cover] if cover else []
        away += [user] if absence else []
    return there, away


def is_away(user: User, clinic: Clinic, at: datetime) -> bool:
    """Whether the user has noted to be away at the moment."""
    return away_on(clinic, clinic_day(clinic, at)).filter(who=user).exists()


def team_leads(clinic: Clinic) -> list[User]:
    """The clinic's team leads, the longest first."""
    return [row.user for row in LEADS.all(clinic=clinic.pk)]


def who_is_told(
    patient: Patient, at: datetime, *, on_duty_first: bool, but: User | None = None
) -> Told:
    """The owner and the second person of an alert case that opens at this moment. ``but``: who has
    it already, and is nobody's second person."""
    clinic = patient.clinic
    rostered = rostered_at(clinic, at)
    there, away = there_and_away(patient, at)
    others = [user for user in there if answers_alerts(user, clinic)]
    order = [*rostered, *others] if on_duty_first else [*others, *rostered]
    last = [user for user in away if answers_alerts(user, clinic)]
    return _told([*order, *team_leads(clinic), *last], rostered, but)


def who_is_told_at_the_door(clinic: Clinic, at: datetime, but: User | None = None) -> Told:
    """Of somebody whom nobody treats yet: whoever is on duty, then who leads."""
    rostered = [user for user in rostered_at(clinic, at) if answers_at_the_door(user, clinic)]
    return _told([*rostered, *team_leads(clinic)], rostered, but)


def answers_alerts(user: User | None, clinic: Clinic) -> bool:
    """Whether the user could open an alert of this clinic that is theirs."""
    return user is not None and bool(ANSWERS & roles_of(user, clinic))


def answers_at_the_door(user: User | None, clinic: Clinic) -> bool:
    """The same, of an alert at the front door."""
    return user is not None and Permission.ENROL in permissions_in(user, clinic)


def rostered_at(clinic: Clinic, at: datetime) -> list[User]:
    """Who is on duty at the moment and could act, the first person before the second."""
    entry = on_duty(clinic, at)
    named = (entry.who, entry.second) if entry else ()
    return [user for user in named if user and answers_alerts(user, clinic)]


def _told(order: Iterable[User], rostered: list[User], but: User | None) -> Told:
    distinct = list(dict.fromkeys(user for user in order if user != but))
    return Told(
        owner=distinct[0] if distinct else None,
        second=distinct[1] if len(distinct) > 1 else None,
        nobody_on_duty=not rostered,
    )
