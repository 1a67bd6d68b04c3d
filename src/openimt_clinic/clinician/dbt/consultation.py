"""The agenda of the consultation team: what waits in the records of those one may read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from openimt.deliver.modes.coming import NEVER_ENDS_CARE, coming
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.caseload_queries import in_my_care
from openimt_clinic.clinician.dbt.modes import (
    GROUP,
    INDIVIDUAL,
    group_hours,
    hours_together,
    individual_hours,
)
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.mapping.care import visible
from openimt_clinic.records.mapping.catalogues import current_catalogue
from openimt_clinic.records.mapping.common_modules import SUPERVISION
from openimt_clinic.records.mapping.repairs import begun_repairs
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

DBT, CONSULTATION = "dbt", "consultation"
LATELY = timedelta(days=28)


@dataclass(frozen=True)
class Item:
    """A point of the agenda. ``document``: a consultation that was begun; else ``subject`` names
    what one would be about. ``mine``: this user treats the person and may begin it."""

    patient: Patient
    says: str
    because: str
    mine: bool
    subject: str = ""
    document: CareDocument | None = None


@clinic_page(Permission.SEE_CASELOAD)
@require_safe
def consultation(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Requests first, then common modules that still need repair, then hours missed in a row."""
    people = {one.pk: one for one in in_my_care(standing).select_related("clinic")}
    treats = set(
        CareRelation.objects.filter(
            user=standing.user, until__isnull=True, kind=CareKind.TREATING.value
        ).values_list("patient", flat=True)
    )
    asked = list(_asked(people, standing))
    context = {
        "requests": [_request(people, one, treats) for one in asked if _waits(one)],
        "repairs": list(_repairs(people, treats, standing, asked)),
        "missed": list(_missed(people, treats, standing)),
        "agreed": [_request(people, one, treats) for one in asked if not _waits(one)],
        "never_ends_care": NEVER_ENDS_CARE,
    }
    return render(request, "clinician/dbt/consultation.html", context)


def _asked(people: dict[UUID, Patient], standing: Standing) -> Iterable[CareDocument]:
    since = timezone.localdate() - LATELY
    rows = visible(standing.user).filter(kind=CONSULTATION, patient__in=people)
    open_ones = rows.filter(state=DocumentState.DRAFT.value)
    signed = rows.filter(state=DocumentState.SIGNED.value, about__gte=since)
    return (*open_ones.order_by("about"), *signed.order_by("-about"))


def _waits(one: CareDocument) -> bool:
    return one.state == DocumentState.DRAFT.value


def _request(people: dict[UUID, Patient], one: CareDocument, treats: set[UUID]) -> Item:
    said = one.values.get("agreed" if one.signed_at else "asks")
    says = str(said or _("Nothing is written yet."))
    because = _("Asked by %(who)s") % {"who": one.author.name}
    patient = people[one.patient_id]
    return Item(patient, says, because, patient.pk in treats, one.subject, one)


def _repairs(
    people: dict[UUID, Patient],
    treats: set[UUID],
    standing: Standing,
    asked: Iterable[CareDocument],
) -> Iterator[Item]:
    """Common modules that have needed repair for so many sessions, and no team has met since."""
    catalogue = current_catalogue(standing.clinic)
    enough = int(catalogue.settings["repair_sessions"])
    broken = list(_needing_repair(people))
    held = _held(row.patient_id for row, _since in broken)
    talked = [*asked, *_supervised(people)]
    for row, since in broken:
        had = sum(day > since for day in held.get(row.patient_id, ()))
        if had < enough or _brought(row, since, talked):
            continue
        name = catalogue.module(row.module).name
        says = _("%(module)s needs repair: %(why)s") % {"module": name, "why": row.because}
        because = ngettext(
            "%(n)d session since; it postpones nothing any longer.",
            "%(n)d sessions since; it postpones nothing any longer.",
            had,
        ) % {"n": had}
        mine = row.patient_id in treats
        yield Item(people[row.patient_id], says, because, mine, row.module)


def _needing_repair(people: dict[UUID, Patient]) -> Iterator[tuple[CommonStateRecord, date]]:
    """The row that holds for each module that needs repair, and since when it does."""
    rows = CommonStateRecord.objects.filter(patient__in=people)
    for _patient, mine in groupby(
        rows.order_by("patient_id", "-on", "-noted_at"), lambda one: one.patient_id
    ):
        history = list(mine)
        for module, since in begun_repairs(history).items():
            yield next(one for one in history if one.module == module), since


def _supervised(people: dict[UUID, Patient]) -> Iterable[CareDocument]:
    return CareDocument.objects.filter(
        patient__in=people, kind=SUPERVISION, state=DocumentState.SIGNED.value
    )


def _held(patients: Iterable[UUID]) -> dict[UUID, list[date]]:
    found: dict[UUID, list[date]] = {}
    rows = SessionRecord.objects.filter(patient__in=set(patients))
    for patient, at in rows.values_list("patient", "held_at"):
        found.setdefault(patient, []).append(timezone.localtime(at).date())
    return found


def _brought(row: CommonStateRecord, since: date, talked: Iterable[CareDocument]) -> bool:
    """Whether somebody has begun to bring it to the team, or the team has spoken of it since."""
    mine = [one for one in talked if one.patient_id == row.patient_id and _about(one, row.module)]
    return any(_waits(one) or one.about >= since for one in mine)


def _about(one: CareDocument, module: str) -> bool:
    named = one.values.get("about")
    return one.subject == module or (isinstance(named, list) and module in named)


def _missed(people: dict[UUID, Patient], treats: set[UUID], standing: Standing) -> Iterator[Item]:
    """Hours missed in a row, under this therapy alone, each mode by itself."""
    asked_at = int(current_catalogue(standing.clinic).settings["dbt_missed_in_a_row"])
    under = [one for one in people.values() if one.therapy == DBT]
    alone, groups, series = individual_hours(under), _groups(under), hours_together(under)
    for patient in under:
        together = [*group_hours(groups.get(patient.pk, ())), *series[patient.pk]]
        for mode, hours in ((INDIVIDUAL, alone[patient.pk]), (GROUP, together)):
            found = coming(mode, hours, asked_at)
            if found.asks:
                yield Item(
                    patient,
                    _("%(n)d missed in a row") % {"n": found.in_a_row},
                    _("individual hours") if mode == INDIVIDUAL else _("hours of the group"),
                    patient.pk in treats,
                    f"missed-{mode}",
                )


def _groups(people: Iterable[Patient]) -> dict[UUID, list[CareDocument]]:
    """Hours of the skills group of all these people, of each its last signed version."""
    signed = CareDocument.objects.filter(
        patient__in=list(people), kind="group_hour", state=DocumentState.SIGNED.value
    )
    found: dict[UUID, list[CareDocument]] = {}
    for one in signed.order_by("line", "-number").distinct("line"):
        found.setdefault(one.patient_id, []).append(one)
    return found
