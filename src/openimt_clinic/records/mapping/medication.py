"""Medicines as the core's values: what they ask of the prescriber, and whose task it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from openimt.track.medication import Flag, flags
from openimt.track.medication import Medicine as Value
from openimt_clinic.database.asked import AskedValues, Given
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.medicine import Medicine, MedicinesLook
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

LOOKED = AskedValues(
    lambda: (
        MedicinesLook.objects.filter(patient=Given("patient")).order_by("-on").values_list("on")[:1]
    )
)


@dataclass(frozen=True)
class ToLookAt:
    """What one person's medicines ask of this user. ``outside``: who prescribes elsewhere and has
    to be told of it."""

    patient: Patient
    flags: tuple[Flag, ...]
    outside: tuple[str, ...]


def value_of(row: Medicine) -> Value:
    """One medicine as the core reads it; its id is that of its line."""
    return Value(
        id=str(row.line),
        drug=row.drug,
        psychotropic=row.psychotropic,
        started_on=row.started_on,
        review_on=row.review_on,
        stop_on=row.stop_on,
        ended_on=row.ended_on,
    )


def last_look(patient: Patient) -> date | None:
    """The day on which all medicines were last looked through together."""
    return next(iter(LOOKED.flat(patient=patient.pk)), None)


def flags_of(rows: Iterable[Medicine], looked: date | None, on: date) -> tuple[Flag, ...]:
    """What these medicines ask on the day."""
    return flags([value_of(row) for row in rows], looked, on)


def to_look_at(
    user: User, on: date, covered: Mapping[UUID, UUID] | None = None
) -> tuple[ToLookAt, ...]:
    """For each person in the user's care, what is the user's to look at: of medicines that they
    prescribe, and, as who treats, of those whose prescriber is outside or no longer sees the
    record. A few questions, however many people there are.

    ``covered``: people whom they look after in somebody's place (patient to that somebody), whose
    medicines they see to as their own.
    """
    mine = CareRelation.objects.filter(user=user, until__isnull=True)
    whose = Q(patient__in=mine.values("patient")) | Q(patient__in=list(covered or ()))
    rows = Medicine.objects.filter(
        whose, holds=True, ended_on__isnull=True, patient__ended_on__isnull=True
    )
    by_patient: dict[UUID, list[Medicine]] = defaultdict(list)
    for row in rows.select_related("patient", "prescriber"):
        by_patient[row.patient_id].append(row)
    ids = list(by_patient)
    kinds = dict.fromkeys(covered or (), CareKind.TREATING.value) | _kinds(mine, ids)
    acting = {user.pk, *(covered or {}).values()}
    looks, seeing = _looks(ids), _seeing(ids)
    found = (
        _of_one(held, acting, kinds[key], looks.get(key), seeing.get(key, set()), on)
        for key, held in by_patient.items()
    )
    kept = [one for one in found if one]
    return tuple(sorted(kept, key=lambda one: (one.flags[0].since, one.patient.name)))


def _of_one(
    rows: Sequence[Medicine],
    acting: set[UUID],
    kind: str,
    looked: date | None,
    seeing: set[UUID],
    on: date,
) -> ToLookAt | None:
    """The flags about at least one medicine that is for ``acting`` to see to; None without any."""
    whose = {str(row.line): _whose(row, seeing) for row in rows}
    treats = kind == CareKind.TREATING.value

    def mine(flag: Flag) -> bool:
        prescribers = {whose[line] for line in flag.medicines}
        inside = {one for one in prescribers if one is not None}
        # Whoever prescribes here looks; where nobody does, who treats passes it on.
        return bool(acting & inside) or (treats and (None in prescribers or not inside))

    found = tuple(flag for flag in flags_of(rows, looked, on) if mine(flag))
    if not found:
        return None
    lines = {line for flag in found for line in flag.medicines}
    outside = dict.fromkeys(
        row.prescriber_outside for row in rows if str(row.line) in lines and row.prescriber_outside
    )
    return ToLookAt(rows[0].patient, found, tuple(outside))


def _whose(row: Medicine, seeing: set[UUID]) -> UUID | None:
    """The prescriber who works here and sees the record; None for everybody else."""
    return row.prescriber_id if row.prescriber_id in seeing else None


def _kinds(mine: QuerySet[CareRelation], ids: Sequence[UUID]) -> dict[UUID, str]:
    return dict(mine.filter(patient__in=ids).values_list("patient_id", "kind"))


def _looks(ids: Sequence[UUID]) -> Mapping[UUID, date]:
    rows = MedicinesLook.objects.filter(patient__in=ids).values("patient_id").annotate(on=Max("on"))
    return {row["patient_id"]: row["on"] for row in rows.order_by()}


def _seeing(ids: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    """Who sees each record by an open care relation."""
    rows = CareRelation.objects.filter(
        patient__in=ids, until__isnull=True, user__is_active=True
    ).values_list("patient_id", "user_id")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for patient, user in rows:
        found[patient].add(user)
    return found
