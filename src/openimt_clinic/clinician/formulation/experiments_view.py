"""Experiments in one list: planned together, and the person's own from the phone."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from openimt.formulate.pattern.experiment import surprise
from openimt_clinic.components.document_words import FOUND
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.formulation import (
    EXPERIMENT,
    experiment_of,
    latest_of,
    text_of,
)
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


@dataclass(frozen=True)
class ExperimentLine:
    """What was tried, what was expected and what was found. ``document``: None for the person's
    own, which is theirs to change."""

    on: date
    act: str
    expected: str
    sure: float | None
    found: str
    surprise: float | None
    document: CareDocument | None = None


def experiment_lines(patient: Patient) -> list[ExperimentLine]:
    """The newest first."""
    ours = [_ours(row) for row in latest_of(patient, EXPERIMENT)]
    theirs = PhoneDocument.objects.filter(
        patient=patient, kind=EXPERIMENT, shared=True, removed_at__isnull=True
    )
    return sorted([*ours, *map(_theirs, theirs)], key=lambda line: line.on, reverse=True)


def _ours(row: CareDocument) -> ExperimentLine:
    kept = experiment_of(values_of(row.fields))
    found = kept.found or kept.outside or kept.inside
    act = kept.act or _("not written yet")
    return ExperimentLine(row.about, act, kept.prediction, kept.sure, found, surprise(kept), row)


def _theirs(row: PhoneDocument) -> ExperimentLine:
    values = {name: value for name, value in row.values.items() if isinstance(value, str)}
    came = str(dict(FOUND).get(values.get("found", ""), ""))
    told = (came, text_of(values, "happened"), text_of(values, "learned"))
    found = ". ".join(part.rstrip(".") for part in told if part)
    return ExperimentLine(
        row.about, text_of(values, "goal"), text_of(values, "expect"), None, found, None
    )
