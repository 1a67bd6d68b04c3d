"""The caseload on paper, for when the system is down: whom, how to reach, what is agreed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from openimt.terms import SafetyPlanState
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.caseload_queries import in_my_care
from openimt_clinic.clinician.safety.plan_view import state_word
from openimt_clinic.components.plan_words import Element, elements_of
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.record import PatientRecord
from openimt_clinic.records.safety_plan import SafetyPlan

Row = TypeVar("Row", bound=PatientRecord)


@dataclass(frozen=True)
class SheetPerson:
    """One person on the sheet. ``plan_says``: how the plan stands where none was made."""

    name: str
    code: str
    reach: tuple[tuple[str, str], ...]
    plan_says: str
    plan: tuple[Element, ...]
    treats: str
    next_at: datetime | None
    alerts: tuple[str, ...]


def people_of(standing: Standing, *, desk: bool) -> QuerySet[Patient]:
    """One's own caseload, or everybody in care for the duty desk; by name."""
    found = Patient.objects.filter(ended_on__isnull=True) if desk else in_my_care(standing)
    return found.select_related("clinic").order_by("given_name", "family_initial", "code")


def sheet_of(patients: Sequence[Patient], now: datetime) -> tuple[SheetPerson, ...]:
    """The rows, with the same few questions however many people there are."""
    ids = [patient.pk for patient in patients]
    plans, latest = _plans(ids)
    reach = _first(Reach.objects.filter(patient__in=ids).order_by("-noted_at"))
    treats, coming, alerts = _treats(ids), _coming(ids, now), _alerts(ids)
    return tuple(
        SheetPerson(
            name=one.name,
            code=one.code,
            reach=_reach(reach.get(one.pk)),
            plan_says=_plan_says(latest.get(one.pk)),
            plan=elements_of(plans[one.pk]) if one.pk in plans else (),
            treats=", ".join(treats.get(one.pk, ())) or _("nobody"),
            next_at=coming.get(one.pk),
            alerts=tuple(alerts.get(one.pk, ())),
        )
        for one in patients
    )


def _plans(ids: Sequence[UUID]) -> tuple[Mapping[UUID, SafetyPlan], Mapping[UUID, SafetyPlan]]:
    """The plan that was made last, and the latest version whatever it says."""
    rows = list(SafetyPlan.objects.filter(patient__in=ids).order_by("-number"))
    made = [row for row in rows if row.state == SafetyPlanState.MADE.value]
    return _first(made), _first(rows)


def _first(rows: Iterable[Row]) -> dict[UUID, Row]:
    """The first row of each person."""
    found: dict[UUID, Row] = {}
    for row in rows:
        found.setdefault(row.patient_id, row)
    return found


def _reach(kept: Reach | None) -> tuple[tuple[str, str], ...]:
    if kept is None:
        return ()
    lines = [(kept.number, kept.number_says)] if kept.number else []
    if kept.near_name:
        lines.append((kept.near_number, f"{kept.near_name} {kept.near_says}".strip()))
    return tuple(lines)


def _plan_says(latest: SafetyPlan | None) -> str:
    if latest is None:
        return _("not offered yet")
    says = state_word(SafetyPlanState(latest.state))
    on = date_format(latest.reviewed_on or latest.on, "j M Y")
    return f"{says}, {on}. {latest.said}".strip()


def _treats(ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    rows = CareRelation.objects.filter(
        patient__in=ids, until__isnull=True, kind=CareKind.TREATING.value
    )
    return _gathered(rows.order_by("since").values_list("patient", "user__name"))


def _coming(ids: Sequence[UUID], now: datetime) -> Mapping[UUID, datetime]:
    rows = Appointment.objects.filter(
        patient__in=ids, starts_at__gte=now, state=AppointmentState.PLANNED.value
    )
    ordered = rows.order_by("-starts_at").values_list("patient", "starts_at")
    return dict(ordered)


def _alerts(ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    rows = AlertCase.objects.filter(patient__in=ids, closed_at__isnull=True).order_by("due_at")
    return _gathered((row.patient_id, _alert(row)) for row in rows)


def _alert(row: AlertCase) -> str:
    at = date_format(localtime(row.received_at), _("D j M, H:i"))
    return f"{at}: {row.says}"


def _gathered(pairs: Iterable[tuple[Any, str]]) -> Mapping[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for key, says in pairs:
        found[key].append(says)
    return found
