"""Formulation and procedure among everything that is written about a person."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.formulate.pattern.episode import meter
from openimt_clinic.clinician.work_rows import Area, Row
from openimt_clinic.records.mapping.care import draft_of, newest
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.formulation import FORMULATION, SCHEMA, latest_of, told_by
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


def rows(patient: Patient, user: User) -> Iterable[Row]:
    """How far an understanding has come; under a therapy with steps, where the work stands."""
    address = reverse("clinician:formulation", args=[patient.pk])
    told = [meter(one.episode) for one in told_by(patient)]
    to_look = any(one.stopped and not one.reviewed for one in told)
    yield Row(
        Area.UNDERSTANDING, _("Formulation"), _so_far(patient, user, len(told)), address, to_look
    )
    therapy = catalogue_for(patient).therapy(patient.therapy)
    if therapy.procedure and therapy.procedure.ordered:
        place = reverse("clinician:procedure", args=[patient.pk])
        yield Row(Area.THERAPY, _("Where the work stands"), therapy.procedure.says, place)


def _so_far(patient: Patient, user: User, scenes: int) -> str:
    schemas = len(latest_of(patient, SCHEMA))
    parts = [ngettext("%(n)d scene", "%(n)d scenes", scenes) % {"n": scenes}] if scenes else []
    parts += [ngettext("%(n)d schema", "%(n)d schemas", schemas) % {"n": schemas}] * bool(schemas)
    signed = newest(patient, FORMULATION, user)
    parts += [_("a page, version %(n)d") % {"n": signed.number}] if signed else []
    parts += [_("a draft to finish")] if draft_of(patient, FORMULATION, user) else []
    return ", ".join(parts) or _("nothing yet")
