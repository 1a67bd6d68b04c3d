"""Who belongs to the clinic and what each may see; who treats whom."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.access.roles import ROLES
from openimt_clinic.access.standing import Standing
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Member:
    """A user of the clinic with the titles of their roles."""

    name: str
    email: str
    active: bool
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Load:
    """How many people one clinician treats, and with how many they read along. ``id``: whose people
    are listed one by one."""

    id: str
    name: str
    treats: int
    reads_along: int
    people: tuple[str, ...]


LISTED = 60


@clinic_page(Permission.RUN_CLINIC)
@require_safe
def members(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Staff by name; patients are counted here, not named."""
    rows = Membership.objects.filter(clinic=standing.clinic).select_related("user")
    staff = rows.exclude(role=RoleName.PATIENT.value).order_by("user__name", "role")
    roles: dict[object, list[str]] = defaultdict(list)
    users = {}
    for row in staff:
        users[row.user_id] = row.user
        roles[row.user_id].append(str(ROLES[RoleName(row.role)].title))
    found = [Member(u.name, u.email, u.is_active, tuple(roles[key])) for key, u in users.items()]
    context = {
        "members": found,
        "roles": ROLES.values(),
        "patients": rows.filter(role=RoleName.PATIENT.value).count(),
    }
    return render(request, "team/members.html", context)


@clinic_page(Permission.RUN_CLINIC)
@require_safe
def loads(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Who treats whom, and whom nobody treats. Names alone: the lead reads no record here.
    ``of``: the people of one clinician one by one; ``named``: those of a name or code."""
    relations = CareRelation.objects.filter(until__isnull=True, patient__ended_on__isnull=True)
    # A large clinic has thousands of relations: values, not records, and in one look.
    rows = relations.order_by("user__name").values_list(
        "user", "user__name", "kind", "patient__given_name", "patient__family_initial"
    )
    treats: dict[object, list[str]] = defaultdict(list)
    reads: dict[object, int] = defaultdict(int)
    names: dict[object, str] = {}
    for key, user, kind, given, initial in rows:
        names[key] = user
        if kind == CareKind.TREATING.value:
            treats[key].append(f"{given} {initial}.")
        else:
            reads[key] += 1
    found = [
        Load(str(key), name, len(treats[key]), reads[key], tuple(sorted(treats[key])))
        for key, name in names.items()
    ]
    treated = relations.filter(kind=CareKind.TREATING.value).values("patient")
    alone = Patient.objects.filter(ended_on__isnull=True).exclude(pk__in=treated)
    of, named = request.GET.get("of", ""), request.GET.get("named", "").strip()[:60]
    listed = _listed(standing, of, named)
    context = {
        "loads": found,
        "alone": list(alone[:LISTED]),
        "named": named,
        "listed": listed[:LISTED],
        "more": len(listed) > LISTED,
        "asked": bool(of or named),
        "whose": next((one.name for one in found if one.id == of), ""),
    }
    return render(request, "team/loads.html", context)


def _listed(standing: Standing, of: str, named: str) -> list[Patient]:
    """At most one more than are shown."""
    people = Patient.objects.filter(clinic=standing.clinic, ended_on__isnull=True)
    if named:
        words = Q(given_name__icontains=named) | Q(code__iexact=named)
        return list(people.filter(words)[: LISTED + 1])
    try:
        whose = UUID(of)
    except ValueError:
        return []
    theirs = CareRelation.objects.filter(user=whose, until__isnull=True).values("patient")
    return list(people.filter(pk__in=theirs)[: LISTED + 1])
