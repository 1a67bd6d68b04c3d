"""What the caseload asks the database: the same few questions however many people there are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from openimt.catalogue.load import load
from openimt.terms import Phase
from openimt.track.attention import Urgency
from openimt_clinic.access.cover import clinic_day, in_cover_of
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.caseload_view import Person
from openimt_clinic.clinician.needs import NEEDS
from openimt_clinic.components.cases_of import cases_at_the_door, cases_of, sees_all
from openimt_clinic.components.open_case import OpenCase, open_at_the_door, open_case
from openimt_clinic.database.asked import AskedValues, Given
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.patient import Patient

# Nobody has looked at the person yet: not knowing is no reason to stand at the end.
UNKNOWN_URGENCY = 2


def in_my_care(standing: Standing) -> QuerySet[Patient]:
    """The people whom the user treats, reads along with, or covers for today, and whose course has
    not ended."""
    # Their ids first: of thousands in a clinic few are anybody's own, and each question would look
    # through all of them.
    today = clinic_day(standing.clinic, timezone.now())
    people = MINE.flat(user=standing.user.pk, today=today)
    return Patient.objects.filter(pk__among=people, ended_on__isnull=True)


def _mine() -> QuerySet[CareRelation, Any]:
    treated = CareRelation.objects.filter(user=Given("user"), until__isnull=True)
    covered = in_cover_of(Given("user"), Given("today"))
    return treated.values_list("patient").union(covered.values_list("patient"))


MINE = AskedValues(_mine)


def named(patients: QuerySet[Patient], search: str) -> QuerySet[Patient]:
    """Those whose name or code holds the words searched for."""
    for word in search.split()[:5]:
        bare = word.rstrip(".")
        patients = patients.filter(
            Q(given_name__icontains=bare) | Q(code__icontains=bare) | Q(family_initial__iexact=bare)
        )
    return patients


def with_need(patients: QuerySet[Patient], need: str) -> QuerySet[Patient]:
    """Those who have a reason of the need; the empty need is everybody."""
    return patients.filter(_has(need)) if need else patients


def counts(patients: QuerySet[Patient]) -> Mapping[str, int]:
    """How many have each need, and under the empty name how many there are: one question."""
    each = {f"with_{need}": Count("pk", filter=_has(need)) for need in NEEDS}
    found = patients.aggregate(everybody=Count("pk"), **each)
    return {"": found["everybody"], **{need: found[f"with_{need}"] for need in NEEDS}}


def page_of(
    patients: QuerySet[Patient], number: int, size: int, now: datetime
) -> tuple[Person, ...]:
    """One page, the most pressing first."""
    coming = Appointment.objects.filter(
        patient=OuterRef("pk"), state=AppointmentState.PLANNED.value, starts_at__gte=now
    ).order_by("starts_at")
    rows = (
        patients.select_related("attention")
        .annotate(
            pressing=Coalesce(F("attention__urgency"), Value(UNKNOWN_URGENCY)),
            next_at=Subquery(coming.values("starts_at")[:1]),
        )
        .order_by("pressing", "given_name", "family_initial", "code")
    )
    return tuple(_person(row) for row in rows[(number - 1) * size : number * size])


def open_cases(standing: Standing, now: datetime) -> tuple[OpenCase, ...]:
    """Those that concern the user, the most pressing first."""
    people = ("owner", "second", "acknowledged_by")
    every = sees_all(standing)
    related = cases_of(standing, now, every=every).select_related("patient", *people)
    door = cases_at_the_door(standing, every=every).select_related("referral", *people)
    return (
        *(open_case(row, row.patient) for row in related.order_by("due_at")[:50]),
        *(open_at_the_door(row) for row in door.order_by("due_at")[:50]),
    )


def _has(need: str) -> Q:
    """Any of the kinds of reasons that make up a need."""
    found = Q()
    for kind in sorted(NEEDS[need]):
        found |= Q(attention__kinds__contains=[kind])
    return found


def _person(row: Patient) -> Person:
    attention = getattr(row, "attention", None)
    therapy = load().therapies.get(row.therapy)
    return Person(
        id=row.pk,
        name=row.name,
        code=row.code,
        therapy=row.therapy,
        phase=Phase(attention.phase) if attention and attention.phase else None,
        urgency=Urgency(attention.urgency) if attention else None,
        says=attention.says if attention else "",
        more=len(attention.kinds) - 1 if attention else 0,
        next_at=row.next_at,  # type: ignore[attr-defined]
        binds=therapy is None or therapy.binds_phases,
        kind=attention.kinds[0] if attention and attention.kinds else "",
    )
