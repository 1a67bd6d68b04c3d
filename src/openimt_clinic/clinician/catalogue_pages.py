"""The catalogue to read: modules, therapies, and what the check finds. Nothing is changed here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt.catalogue.check import Level, check
from openimt.catalogue.load import load
from openimt.terms import PHASES
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.module_view import gate_views, module_view, sources_of
from openimt_clinic.components.phases import phase_word


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def catalogue(request: HttpRequest, _standing: Standing) -> HttpResponse:
    """All modules by the phase they are at home in, and all therapies."""
    known = load()
    phases = [
        (phase.value, phase_word(phase), [m for m in known.specific() if m.home is phase])
        for phase in PHASES
    ]
    context = {"catalogue": known, "phases": phases, "common": known.common()}
    return render(request, "clinician/catalogue.html", context)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def module(request: HttpRequest, _standing: Standing, module_id: str) -> HttpResponse:
    """One module, whole."""
    known = load()
    if module_id not in known.modules:
        raise Http404
    view = module_view(known.module(module_id), known)
    return render(request, "clinician/module.html", {"view": view, "module": view.module})


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def therapy(request: HttpRequest, _standing: Standing, therapy_id: str) -> HttpResponse:
    """One therapy: its phases, what is looked for before moving on, its agenda."""
    known = load()
    if therapy_id not in known.therapies:
        raise Http404
    one = known.therapy(therapy_id)
    context = {"therapy": one, "gates": gate_views(one), "sources": sources_of(one, known)}
    return render(request, "clinician/therapy.html", context)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def findings(request: HttpRequest, _standing: Standing) -> HttpResponse:
    """What ``openimt catalogue check`` says of the catalogue in use."""
    found = check()
    errors = [one for one in found if one.level is Level.ERROR]
    warnings = [one for one in found if one.level is Level.WARNING]
    context = {"errors": errors, "warnings": warnings, "version": load().version}
    return render(request, "clinician/catalogue_check.html", context)
