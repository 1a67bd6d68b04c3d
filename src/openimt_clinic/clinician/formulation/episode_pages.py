"""A scene: written beside what it has and what to ask next."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.actions.care.made import BEGUN
from openimt_clinic.clinician.formulation.episodes_view import MeterView, meter_view
from openimt_clinic.clinician.writing.faces import face
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.form import DocumentForm, form_of
from openimt_clinic.clinician.writing.history import history_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.formulation import EPISODE
from openimt_clinic.records.patient import Patient

OK = 200


@patient_page()
@require_safe
def episode(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """The scene; what came from the person's phone and stands as they wrote it is named so."""
    one = _scene(request, patient, document_id)
    return drawn(request, form_of(one, standing_of(request).user), "", OK)


@face("clinician:episode")
def drawn(request: HttpRequest, form: DocumentForm, says: str, status: int) -> HttpResponse:
    """The scene beside what it has. ``says``: why it could not be kept or signed."""
    one, patient = form.document, form.document.patient
    meter = meter_view(one, patient.language)
    theirs = {name for name, row in one.fields.items() if row["device"] == BEGUN}
    shown = {
        "patient": patient,
        "form": form,
        "says": says,
        "meter": meter,
        "hidden": _not_asked(form, meter) if meter.stopped else (),
        "theirs": [f.field.label for f in form.fields if one.subject and f.field.name in theirs],
        "history": history_of(one),
    }
    return render(request, "clinician/formulation/episode.html", shown, status=status)


@patient_page()
@require_safe
def episode_meter(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """What the scene has, as it stands in the record now."""
    one = _scene(request, patient, document_id)
    shown = {"meter": meter_view(one, patient.language)}
    return render(request, "clinician/formulation/meter.html", shown)


def _not_asked(form: DocumentForm, meter: MeterView) -> frozenset[str]:
    """Of a scene that stops, what is empty: nothing more is asked of it. ``fresh.js`` hides and
    shows the same while it is written."""
    stays = {*meter.only, *(one.field.name for one in form.at_fault)}
    return frozenset(one.field.name for one in form.fields if one.field.name not in stays)


def _scene(request: HttpRequest, patient: Patient, document_id: UUID) -> CareDocument:
    one = document_or_404(patient, document_id, standing_of(request).user)
    if one.kind != EPISODE:
        raise Http404
    return one
