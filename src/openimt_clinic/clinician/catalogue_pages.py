"""The catalogue to read: modules and therapies, on screen and on paper, and what the check finds.

Nothing is changed here.
"""

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.check import Finding, Level, check
from openimt.catalogue.load import load
from openimt.catalogue.module import Module, PatientPage
from openimt.catalogue.therapy import Therapy
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.module_sheet import module_sheet
from openimt_clinic.clinician.module_view import gate_views, module_view, sources_of
from openimt_clinic.clinician.review_view import review_view
from openimt_clinic.clinician.reviewing import module_review
from openimt_clinic.clinician.therapy_sheet import therapy_sheet
from openimt_clinic.clinician.therapy_view import therapy_view
from openimt_clinic.components.patient_words import patient_words
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.handout import handout
from openimt_clinic.paper.sheet import printed
from openimt_clinic.records.mapping.catalogues import current_catalogue, current_ground
from openimt_clinic.records.mapping.reviews import review_of

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Each by its own name, as in the menu of languages."""


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def module(request: HttpRequest, standing: Standing, module_id: str) -> HttpResponse:
    """One module, whole."""
    ground = current_ground(standing.clinic)
    view = module_view(_module(ground.catalogue, module_id), ground.catalogue)
    shown = {"view": view, "module": view.module, **module_review(standing, ground, module_id)}
    return render(request, "clinician/module.html", shown)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def module_paper(_request: HttpRequest, standing: Standing, module_id: str) -> HttpResponse:
    """One module on two pages of paper, for the therapist."""
    ground = current_ground(standing.clinic)
    one = _module(ground.catalogue, module_id)
    review = review_view(one, review_of(standing.clinic, ground, module_id))
    sheet = module_sheet(one, ground.catalogue, f"{review.state}: {review.says}")
    return as_pdf(printed(sheet), one.id, one.name)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def patient_words_page(request: HttpRequest, standing: Standing, module_id: str) -> HttpResponse:
    """What the patient reads of a module, in each language, before anybody gives it to them."""
    one = _module(current_catalogue(standing.clinic), module_id)
    if not one.patient:
        raise Http404
    context = {"module": one, "languages": [_preview(page) for page in one.patient]}
    return render(request, "clinician/patient_words.html", context)


def _preview(page: PatientPage) -> dict[str, object]:
    with override(page.language):
        words = patient_words(page)
    return {**words, "language": LANGUAGES.get(page.language, page.language)}


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def patient_words_paper(request: HttpRequest, standing: Standing, module_id: str) -> HttpResponse:
    """The patient's page on paper, for a clinician to hand over."""
    page = _patient_page(_module(current_catalogue(standing.clinic), module_id), request)
    return as_pdf(handout(page, standing.clinic), page.name)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def therapy(request: HttpRequest, standing: Standing, therapy_id: str) -> HttpResponse:
    """One therapy, whole."""
    known = current_catalogue(standing.clinic)
    one = _therapy(known, therapy_id)
    context = {
        "therapy": one,
        "view": therapy_view(one, known),
        "gates": gate_views(one),
        "sources": sources_of(one, known),
    }
    return render(request, "clinician/therapy.html", context)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def therapy_paper(_request: HttpRequest, standing: Standing, therapy_id: str) -> HttpResponse:
    """One therapy on two pages of paper."""
    known = current_catalogue(standing.clinic)
    one = _therapy(known, therapy_id)
    return as_pdf(printed(therapy_sheet(one, known)), one.id, one.name)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def findings(request: HttpRequest, _standing: Standing) -> HttpResponse:
    """What ``openimt catalogue check`` says of the catalogue in use."""
    found = _found()
    errors = [one for one in found if one.level is Level.ERROR]
    warnings = [one for one in found if one.level is Level.WARNING]
    context = {"errors": errors, "warnings": warnings, "version": load().version}
    return render(request, "clinician/catalogue_check.html", context)


@cache
def _found() -> tuple[Finding, ...]:
    """The packaged files are read once in a process, and so are they checked."""
    return check()


def _module(known: Catalogue, module_id: str) -> Module:
    if module_id not in known.modules:
        raise Http404
    return known.module(module_id)


def _therapy(known: Catalogue, therapy_id: str) -> Therapy:
    if therapy_id not in known.therapies:
        raise Http404
    return known.therapy(therapy_id)


def _patient_page(module: Module, request: HttpRequest) -> PatientPage:
    """The page in the language asked for, else in the reader's, else in English."""
    page = module.page(request.GET.get("language") or (get_language() or "en")[:2])
    if page is None:
        raise Http404(_("This module has no page for patients."))
    return page
