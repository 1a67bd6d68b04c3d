"""Medicines to look at, as the caseload shows them to whoever prescribes or passes it on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from openimt_clinic.access.cover import in_cover_of
from openimt_clinic.access.standing import Standing
from openimt_clinic.records.mapping.medication import ToLookAt, to_look_at


@dataclass(frozen=True)
class MedicineTask:
    """One person: what there is to look at, and whom to tell who prescribes elsewhere."""

    patient: UUID
    name: str
    says: tuple[str, ...]
    tell: str


def tasks_of(standing: Standing, now: datetime) -> tuple[MedicineTask, ...]:
    """The longest due first."""
    today = localtime(now).date()
    covered = dict(in_cover_of(standing.user, today).values_list("patient_id", "user_id"))
    found = to_look_at(standing.user, today, covered)
    return tuple(_task(one) for one in found)


def _task(one: ToLookAt) -> MedicineTask:
    tell = _("Prescribed outside: let %(who)s know.") % {"who": ", ".join(one.outside)}
    return MedicineTask(
        patient=one.patient.pk,
        name=one.patient.name,
        says=tuple(flag.says for flag in one.flags),
        tell=tell if one.outside else "",
    )
