"""A person's own medicines as they read them: name, what for, who prescribes, since when.

What they ask of the prescriber is not here: no review that is late, no count (decision 5).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt_clinic.patient.templatetags.patient import day
from openimt_clinic.records.medicine import AdverseEffect, Medicine
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class OwnMedicine:
    """One of them, as lines of what it is called and what is written."""

    drug: str
    lines: tuple[tuple[str, str], ...]


def medicine_list(patient: Patient) -> tuple[OwnMedicine, ...]:
    """Those that are taken first, then those that ended."""
    rows = Medicine.objects.filter(patient=patient, holds=True).select_related("prescriber")
    held = sorted(rows, key=lambda one: (one.ended_on is not None, one.started_on, one.drug))
    effects = list(AdverseEffect.objects.filter(patient=patient).order_by("on"))
    return tuple(OwnMedicine(one.drug, tuple(_lines(one, effects))) for one in held)


def _lines(one: Medicine, effects: list[AdverseEffect]) -> Iterator[tuple[str, str]]:
    if one.taken:
        yield (_("How I take it"), one.taken)
    yield (_("What it is for"), one.target)
    prescriber = one.prescriber.name if one.prescriber else one.prescriber_outside
    yield (_("Who prescribes it"), str(prescriber))
    yield (_("Since"), day(one.started_on))
    if one.ended_on:
        yield (_("Until"), day(one.ended_on))
    for effect in effects:
        if effect.line == one.line:
            yield (_("What I noticed, %(day)s") % {"day": day(effect.on)}, effect.says)
