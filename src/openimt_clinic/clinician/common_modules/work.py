"""The rows of the common modules on the page of everything that is written."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.terms import CommonState
from openimt_clinic.clinician.common_modules.wishes import wishes
from openimt_clinic.clinician.work_rows import Area, Row, kind_row
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.mapping.care import draft_of
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.common_modules import (
    AGREEMENT,
    MOTIVATION,
    RUPTURE,
    SUPERVISION,
    agreed_of,
    ruptures_of,
)
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


def rows(patient: Patient, user: User) -> Iterator[Row]:
    """How the six stand, the agreement, strains, rulers and supervision."""
    yield _modules(patient)
    yield _agreement(patient)
    yield _strains(patient, user)
    yield kind_row(Area.GROUND, MOTIVATION, patient, user)
    yield kind_row(Area.GROUND, SUPERVISION, patient, user)


def _modules(patient: Patient) -> Row:
    states: dict[str, str] = {}
    for module, state in CommonStateRecord.objects.filter(patient=patient).values_list(
        "module", "state"
    ):
        states.setdefault(module, state)
    repair = [m for m in catalogue_for(patient).common() if _needs_repair(states.get(m.id))]
    names = ", ".join(module.short for module in repair)
    says = _("needs repair: %(names)s") % {"names": names} if repair else _("none needs repair")
    url = reverse("clinician:common", args=[patient.pk])
    return Row(Area.GROUND, _("Common modules"), says, url, due=bool(repair))


def _needs_repair(state: str | None) -> bool:
    return state == CommonState.NEEDS_REPAIR.value


def _agreement(patient: Patient) -> Row:
    title, url = _("The agreement"), reverse("clinician:documents", args=[patient.pk, AGREEMENT])
    document, agreed = agreed_of(patient)
    if document is None or agreed is None:
        draft = draft_of(patient, AGREEMENT)
        says = _("a draft to finish") if draft else _("nothing yet")
        return Row(Area.GROUND, title, says, url, due=draft is not None)
    url = reverse("clinician:document", args=[patient.pk, document.pk])
    if any(wish.document.pk == document.pk for wish in wishes(patient)):
        says = _("%(name)s wants to talk about it first") % {"name": patient.given_name}
        return Row(Area.GROUND, title, says, url, due=True)
    if not agreed.by_person:
        says = _("waits for %(name)s") % {"name": patient.given_name}
        return Row(Area.GROUND, title, says, url, due=True)
    if agreed.review_on is not None and agreed.review_on <= timezone.localdate():
        says = _("to be looked at again since %(day)s") % {
            "day": date_format(agreed.review_on, "j M Y")
        }
        return Row(Area.GROUND, title, says, url, due=True)
    says = _("signed by both, %(day)s") % {"day": date_format(agreed.signed_on, "j M Y")}
    return Row(Area.GROUND, title, says, url)


def _strains(patient: Patient, user: User) -> Row:
    waiting = [noted for noted in ruptures_of(patient) if noted.rupture.open]
    row = kind_row(Area.GROUND, RUPTURE, patient, user)
    if not waiting:
        return row
    day = date_format(waiting[-1].rupture.on, "j M Y")
    says = _("open since %(day)s") % {"day": day}
    return Row(row.area, row.title, says, row.url, due=True)
