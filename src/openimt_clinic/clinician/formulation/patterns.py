"""Schemas that both agreed on, as a shared formulation holds them: in words, and as they stood."""

from datetime import datetime

from django.utils import translation

from openimt.deliver.documents.document import Value
from openimt.formulate.pattern.schema import SchemaState
from openimt_clinic.clinician.formulation.loop_view import OWN_WORDS, nodes
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.formulation import SCHEMA, latest_of, schema_of, text_of
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient

AGREED = (SchemaState.SHARED.value, SchemaState.CONFIRMED.value)


def patterns(patient: Patient) -> str:
    """The schemas that were shared or confirmed, in the person's words, a paragraph each."""
    with translation.override(patient.language):
        agreed = [values_of(row.fields) for row in latest_of(patient, SCHEMA)]
        return "\n\n".join(in_words(v) for v in agreed if text_of(v, "state") in AGREED)


def agreed_by(patient: Patient, at: datetime) -> list[dict[str, Value]]:
    """The schemas that were signed as shared or confirmed at that moment, the newest first: a
    paper shows them as they stood when it was signed."""
    rows = CareDocument.objects.filter(
        patient=patient, kind=SCHEMA, state=DocumentState.SIGNED.value, signed_at__lte=at
    )
    last = rows.order_by("line", "-number").distinct("line").values("pk")
    held = rows.filter(pk__in=last).order_by("-about", "-made_at")
    found = (values_of(row.fields) for row in held)
    return [values for values in found if text_of(values, "state") in AGREED]


def in_words(values: dict[str, Value]) -> str:
    """One schema as lines that can be read aloud."""
    title = text_of(values, "title")
    lines = [title] if title else []
    for node in nodes(schema_of(values), OWN_WORDS):
        said = " ".join(f"{label} {text}".strip() for label, text in node.lines)
        lines += [f"{node.name}: {said}"] if said else []
    return "\n".join(lines)
