"""Which of the judgements that were ever made stands for each criterion, word and clause."""

from collections.abc import Iterable, Mapping

from openimt.formulate.judgeable import special_roles
from openimt.terms import JUDGES
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.patient import Patient


def standing_judgements(
    rows: Iterable[JudgementRecord], patient: Patient
) -> tuple[JudgementRecord, ...]:
    """The latest row for each thing judged, whoever judged; the rows come newest first. Where a
    rule asks for a role, the latest of that role stands beside it: nobody else undoes it."""
    every = list(rows)
    asked: Mapping[str, frozenset[str]] = {}
    if any(row.role != JUDGES[0] for row in every):
        asked = special_roles(catalogue_for(patient))
    found: dict[tuple[str, str], JudgementRecord] = {}
    for row in every:
        special = row.role if row.role in asked.get(row.criterion, ()) else ""
        found.setdefault((row.criterion, ""), row)
        found.setdefault((row.criterion, special), row)
    once = {row.pk: row for _, row in sorted(found.items(), key=lambda one: one[0])}
    return tuple(once.values())
