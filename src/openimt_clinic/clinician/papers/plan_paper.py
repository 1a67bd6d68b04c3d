"""The plan on paper: for staff with its reasons, for the person in plain words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from openimt.catalogue.catalogue import Catalogue
from openimt.plan.plan import Placement
from openimt_clinic.access.doors import patient_page
from openimt_clinic.clinician.plan_modules import Stretch, is_specific
from openimt_clinic.clinician.plan_view import PlanView, plan_view
from openimt_clinic.components.patient_words import patient_words
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.letter import Letter, Section, set_letter
from openimt_clinic.paper.sheet import Heading, Part, Piece, Points, Sheet, printed
from openimt_clinic.records.mapping.catalogues import ground_of, running_plan
from openimt_clinic.records.mapping.plans import changes_of, plan_of
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanVersion

NOW = 4
"""So many modules stand under *now*; more would not tell what comes first."""


@patient_page()
@require_safe
def plan_paper(_request: HttpRequest, patient: Patient) -> HttpResponse:
    """What is in, why, and what comes later; what was left out by people or rules, with it."""
    version = _in_force(patient)
    plan, catalogue = plan_of(version), ground_of(version).catalogue
    view = plan_view(
        version,
        plan,
        changes_of(version),
        catalogue,
        today=timezone.localdate(),
        sessions_per_week=patient.sessions_per_week,
    )
    return as_pdf(printed(plan_sheet(patient, version, view)), "plan", patient.code)


@patient_page()
@require_safe
def plain_plan_paper(_request: HttpRequest, patient: Patient) -> HttpResponse:
    """The same for the person: names and words of the path, no counts, no marks, no dates."""
    version = _in_force(patient)
    letter = plain_plan(patient, version)
    return as_pdf(set_letter(letter, patient.clinic), "my-path", patient.code)


def plan_sheet(patient: Patient, version: PlanVersion, view: PlanView) -> Sheet:
    """The plan as a sheet for staff."""
    parts: list[Part] = []
    for stretch in view.stretches:
        parts += _stretch(stretch)
    if view.common:
        parts.append(Heading(_("Runs in every course")))
        parts.append(Points(tuple((one.name, "") for one in view.common)))
    if view.left:
        parts.append(Heading(_("Left out for now")))
        parts.append(Points(tuple((one.name, one.says) for one in view.left)))
    if view.next:
        parts.append(Heading(_("To find out")))
        parts.append(Points(tuple((one.what, one.why) for one in view.next)))
    when = version.adopted_at or version.made_at
    return Sheet(
        title=_("Plan of %(name)s") % {"name": patient.name},
        above=f"{view.therapy} · {view.phase_name}",
        summary=_("Version %(n)d, %(word)s.") % {"n": view.number, "word": view.word},
        foot=_("Plan of %(day)s, catalogue %(catalogue)s")
        % {"day": date_format(when, "j M Y"), "catalogue": view.catalogue},
        parts=tuple(parts),
        phase=view.phase,
    )


def plain_plan(patient: Patient, version: PlanVersion) -> Letter:
    """The plan for the person's eyes, in their language."""
    plan, catalogue = plan_of(version), ground_of(version).catalogue
    done = set(
        ModuleProgress.objects.filter(patient=patient, step__gt=0).values_list("module", flat=True)
    )
    placed = [p for p in plan.placements if is_specific(p, catalogue)]
    begun = [p for p in placed if p.module in done]
    coming = [p for p in placed if p not in begun]
    now = (begun + coming)[: max(NOW, len(begun))]
    later = [p for p in placed if p not in now]
    language = patient.language if patient.language in {"en", "de"} else "en"
    with override(language):
        return Letter(
            to=patient.given_name,
            subject=_("My path"),
            on=timezone.localdate(),
            language=language,
            words=_("This is what we planned together. It can change; you have a say in it."),
            sections=(
                *(_in_words(p, catalogue, language) for p in now),
                *_later(later, catalogue, language),
            ),
            signed=_("This sheet is yours. You choose who sees it."),
        )


def _later(later: list[Placement], catalogue: Catalogue, language: str) -> tuple[Section, ...]:
    names = tuple(_name(p.module, catalogue, language) for p in later)
    return (Section(_("What may come later"), names),) if names else ()


def _in_words(placement: Placement, catalogue: Catalogue, language: str) -> Section:
    page = catalogue.module(placement.module).page(language)
    words = patient_words(page)["paragraphs"] if page else ()
    first = str(words[0]) if isinstance(words, list | tuple) and words else ""
    return Section(_name(placement.module, catalogue, language), words=first)


def _name(module_id: str, catalogue: Catalogue, language: str) -> str:
    module = catalogue.module(module_id)
    page = module.page(language)
    return page.name if page else module.short


def _stretch(stretch: Stretch) -> list[Part]:
    parts: list[Part] = [Heading(stretch.title)]
    for one in stretch.modules:
        notes = tuple((_("Why"), why.says) for why in one.why[:2])
        when = f"{one.when} · {one.sessions}"
        parts.append(Piece(name=one.name, says=when, quote=one.says or one.because, notes=notes))
    return parts


def _in_force(patient: Patient) -> PlanVersion:
    version = running_plan(patient)
    if version is None:
        raise Http404
    return version
