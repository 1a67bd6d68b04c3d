"""A scene: written beside what it has and what to ask next."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.actions.care.opening import BEGUN
from openimt_clinic.clinician.formulation.episodes_view import meter_view
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.form import DocumentForm, Drawn, form_of
from openimt_clinic.clinician.writing.history import history_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.formulation import EPISODE
from openimt_clinic.records.patient import Patient

ALWAYS = ("trauma", "title")


@patient_page()
@require_safe
def episode(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """The scene; what came from the person's phone and stands as they wrote it is named so."""
    one = _scene(request, patient, document_id)
    form = form_of(one, standing_of(request).user)
    theirs = {name for name, row in one.fields.items() if row["device"] == BEGUN}
    shown = {
        "patient": patient,
        "form": form,
        "meter": meter_view(one, patient.language),
        "asked": _without_questions(form),
        "theirs": [f.field.label for f in form.fields if one.subject and f.field.name in theirs],
        "history": history_of(one),
    }
    return render(request, "clinician/formulation/episode.html", shown)


@patient_page()
@require_safe
def episode_meter(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """What the scene has, as it stands in the record now."""
    one = _scene(request, patient, document_id)
    shown = {"meter": meter_view(one, patient.language)}
    return render(request, "clinician/formulation/meter.html", shown)


def _without_questions(form: DocumentForm) -> list[Drawn]:
    """Of a scene that stops: whether it tells of trauma, its title, and what is there already."""
    first = [form.by_name[name] for name in ALWAYS]
    return [*first, *(one for one in form.filled if one.field.name not in ALWAYS)]


def _scene(request: HttpRequest, patient: Patient, document_id: UUID) -> CareDocument:
    one = document_or_404(patient, document_id, standing_of(request).user)
    if one.kind != EPISODE:
        raise Http404
    return one
