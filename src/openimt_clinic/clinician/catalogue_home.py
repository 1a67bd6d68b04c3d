"""The catalogue's first page: what was searched and narrowed, or everything in its order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.catalogue.therapy import Therapy
from openimt.terms import PHASES, ModuleKind
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.catalogue_filters import Asked, Filter, asked, filters
from openimt_clinic.components.parts import EvidenceMark, evidence_mark
from openimt_clinic.components.phases import phase_word
from openimt_clinic.records.mapping.catalogues import current_catalogue
from openimt_clinic.search.finding import Found, Hit, Piece, find
from openimt_clinic.search.texts import MODULE


@dataclass(frozen=True)
class Entry:
    """A module or therapy in a list. ``snippet``: where the words stand that were searched."""

    kind: str
    id: str
    name: str
    word: str
    phase: str
    evidence: EvidenceMark | None
    summary: str
    snippet: tuple[Piece, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class PhaseColumn:
    """The modules at home in one phase."""

    phase: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class CatalogueHome:
    """``found`` None: nothing was asked, and everything is shown in its order."""

    version: str
    words: str
    filters: tuple[Filter, ...]
    narrowed: bool
    says: str
    meant: str
    found: tuple[Entry, ...] | None
    phases: tuple[PhaseColumn, ...]
    common: tuple[Entry, ...]
    therapies: tuple[Entry, ...]


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def catalogue(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Search and lists; to a script's question only the part that changes."""
    known = current_catalogue(standing.clinic)
    view = home_view(request.GET.get("q", ""), asked(request.GET.dict(), known), known)
    part = bool(getattr(request, "htmx", False))
    template = "clinician/catalogue_found.html" if part else "clinician/catalogue.html"
    return render(request, template, {"view": view, "instant": part})


def home_view(words: str, wanted: Asked, known: Catalogue) -> CatalogueHome:
    """What the page shows for these words and choices."""
    words = " ".join(words.split())
    looked = find(words, known, (get_language() or "en")[:2]) if words else None
    found = _found(looked, wanted, known) if words or wanted.chosen else None
    return CatalogueHome(
        version=known.version,
        words=words,
        filters=filters(wanted, known),
        narrowed=bool(wanted.chosen),
        says=_says(found, known),
        meant=looked.meant if looked else "",
        found=found,
        phases=tuple(_columns(known)) if found is None else (),
        common=tuple(map(_module, known.common())) if found is None else (),
        therapies=tuple(map(_therapy, known.therapies.values())) if found is None else (),
    )


def _found(looked: Found | None, wanted: Asked, known: Catalogue) -> tuple[Entry, ...]:
    if looked is None:
        modules = (*known.specific(), *known.common())
        return tuple(_module(one) for one in modules if wanted.keeps(one, known))
    entries = (_hit(hit, wanted, known) for hit in looked.hits)
    return tuple(entry for entry in entries if entry)


def _hit(hit: Hit, wanted: Asked, known: Catalogue) -> Entry | None:
    if hit.kind == MODULE:
        module = known.modules.get(hit.item)
        return _module(module, hit) if module and wanted.keeps(module, known) else None
    therapy = known.therapies.get(hit.item)
    return _therapy(therapy, hit) if therapy and wanted.keeps_therapy(hit.item) else None


def _says(found: tuple[Entry, ...] | None, known: Catalogue) -> str:
    if found is None:
        return _("%(modules)d modules, %(therapies)d therapies") % {
            "modules": len(known.modules),
            "therapies": len(known.therapies),
        }
    return ngettext("%(n)d found", "%(n)d found", len(found)) % {"n": len(found)}


def _columns(known: Catalogue) -> Iterator[PhaseColumn]:
    for phase in PHASES:
        here: Iterable[Module] = (one for one in known.specific() if one.home is phase)
        yield PhaseColumn(phase.value, phase_word(phase), tuple(map(_module, here)))


def _module(module: Module, hit: Hit | None = None) -> Entry:
    common = module.kind is ModuleKind.COMMON
    return Entry(
        kind=MODULE,
        id=module.id,
        name=module.name,
        word=_("common module") if common else phase_word(module.home),
        phase="" if common else module.home.value,
        evidence=evidence_mark(module.evidence),
        summary=module.summary,
        snippet=hit.snippet if hit else (),
        language=hit.language if hit else "",
    )


def _therapy(therapy: Therapy, hit: Hit | None = None) -> Entry:
    return Entry(
        kind="therapy",
        id=therapy.id,
        name=therapy.name,
        word=_("therapy"),
        phase="",
        evidence=None,
        summary=therapy.summary,
        snippet=hit.snippet if hit else (),
        language=hit.language if hit else "",
    )
