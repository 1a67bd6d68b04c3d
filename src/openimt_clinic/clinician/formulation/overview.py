"""The formulation of a person: scenes, schemas, what ratings show, experiments, the shared page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt.formulate.pattern.metacognition import shown as shown_functions
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.clinician.formulation.episodes_view import episode_lines
from openimt_clinic.clinician.formulation.experiments_view import experiment_lines
from openimt_clinic.clinician.formulation.loop_view import loop_view
from openimt_clinic.clinician.formulation.questions_view import moments_to_take, pair_views
from openimt_clinic.records.care_signature import CareSignature
from openimt_clinic.records.mapping.care import draft_of, newest
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.formulation import (
    EPISODE,
    FORMULATION,
    SCHEMA,
    latest_of,
    ratings_of,
    told_by,
)
from openimt_clinic.records.patient import Patient

MOST = 30
"""So many scenes stand on the page; the list of the kind has all of them."""


@patient_page()
@require_safe
def formulation(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Everything that is on the way to an understanding that both share."""
    user = standing_of(request).user
    scenes, schemas = latest_of(patient, EPISODE), latest_of(patient, SCHEMA)
    told, ratings = told_by(patient, scenes), ratings_of(patient)
    lines = episode_lines(scenes, patient.language, schemas, {one.episode for one in ratings})
    signed = newest(patient, FORMULATION)
    shown = {
        "patient": patient,
        "may_write": Permission.DELIVER in permissions_for(user, patient),
        "therapy": catalogue_for(patient).therapy(patient.therapy),
        "scenes": lines[:MOST],
        "more_scenes": len(lines) - MOST,
        "loops": [loop_view(patient, one, told) for one in schemas],
        "functions": shown_functions(ratings) if ratings else (),
        "modules": catalogue_for(patient).modules,
        "moments": moments_to_take(patient, scenes),
        "pairs": pair_views(patient),
        "experiments": experiment_lines(patient),
        "signed": signed,
        "signatures": CareSignature.objects.filter(document=signed).select_related("by"),
        "draft": draft_of(patient, FORMULATION),
    }
    return render(request, "clinician/formulation/formulation.html", shown)
