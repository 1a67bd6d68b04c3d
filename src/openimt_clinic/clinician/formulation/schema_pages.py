"""A schema: written beside its loop, drawn anew as it is kept, and shown to the person."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from openimt.formulate.pattern.schema import Part
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.actions.care.formulation_words import PARTS
from openimt_clinic.clinician.formulation.loop_view import FIELDS, OWN_WORDS, loop_view, nodes
from openimt_clinic.clinician.writing.faces import face
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.form import DocumentForm, form_of
from openimt_clinic.clinician.writing.history import history_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.formulation import SCHEMA, schema_of, text_of
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient

OK = 200
ABOUT_IT = ("fits", "unlike", "shown_on", "person_says", "agrees", "state")


@patient_page()
@require_safe
def schema(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """The loop, and beside it the fields of each part."""
    one = schema_or_404(request, patient, document_id)
    return drawn(request, form_of(one, standing_of(request).user), "", OK)


@face("clinician:schema")
def drawn(request: HttpRequest, form: DocumentForm, says: str, status: int) -> HttpResponse:
    """The loop with its fields. ``says``: why it could not be kept or signed."""
    one, patient = form.document, form.document.patient
    shown = {
        "patient": patient,
        "form": form,
        "says": says,
        "loop": loop_view(patient, one),
        "parts": _parts(form),
        "about_it": [form.by_name[name] for name in ABOUT_IT],
        "history": history_of(one),
    }
    return render(request, "clinician/formulation/schema.html", shown, status=status)


@patient_page()
@require_safe
def schema_loop(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """The loop alone, as it stands in the record now."""
    one = schema_or_404(request, patient, document_id)
    shown = {"patient": patient, "loop": loop_view(patient, one)}
    return render(request, "clinician/formulation/loop.html", shown)


@patient_page()
@require_safe
def show_schema(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """The loop to be read together, in the person's language and without staff words."""
    one = schema_or_404(request, patient, document_id)
    values = values_of(one.fields)
    with translation.override(patient.language):
        loop = {
            "name": text_of(values, "title"),
            "nodes": nodes(schema_of(values), OWN_WORDS),
        }
        agreed = schema_of(values).agrees is True and one.signed_at is not None
        shown = {"patient": patient, "document": one, "loop": loop, "agreed": agreed}
        return render(request, "clinician/formulation/show.html", shown)


def schema_or_404(request: HttpRequest, patient: Patient, document_id: UUID) -> CareDocument:
    """The schema of the address."""
    one = document_or_404(patient, document_id, standing_of(request).user)
    if one.kind != SCHEMA:
        raise Http404
    return one


def _parts(form: DocumentForm) -> list[dict[str, object]]:
    return [
        {"part": part, "name": PARTS[part], "fields": [form.by_name[name] for name in FIELDS[part]]}
        for part in Part
    ]
