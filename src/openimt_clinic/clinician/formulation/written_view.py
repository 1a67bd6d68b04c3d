"""What is written so far that speaks for or against a step: counts and states, no judgement."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.formulate.pattern.episode import meter
from openimt_clinic.clinician.formulation.loop_view import loop_view
from openimt_clinic.records.mapping.care import newest
from openimt_clinic.records.mapping.formulation import FORMULATION, SCHEMA, latest_of, told_by
from openimt_clinic.records.patient import Patient


def written_so_far(patient: Patient) -> Iterator[str]:
    """Scenes, each schema with the state it has reached, and the shared page."""
    told = told_by(patient)
    usable = sum(meter(one.episode).usable for one in told)
    says = ngettext("%(n)d scene, %(usable)d to work with", "%(n)d scenes, %(usable)d to work with",
                    len(told))  # fmt: skip
    yield says % {"n": len(told), "usable": usable} if told else _("No scene yet")
    for row in latest_of(patient, SCHEMA):
        loop = loop_view(patient, row, told)
        state = loop.reached or _("not yet a summary")
        yield _("Schema “%(name)s”: %(state)s") % {"name": loop.name, "state": state}
    signed = newest(patient, FORMULATION)
    if signed is not None:
        yield _("Shared page: version %(n)d") % {"n": signed.number}
