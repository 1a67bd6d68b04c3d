"""What the catalogue cannot do yet: targets by how well their help was tested, needs left alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.gap_map import LARGEST, GapMap, TargetGap, gap_map
from openimt.catalogue.module import Module
from openimt.terms import Evidence
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.module_view import training_says
from openimt_clinic.clinician.need_view import domain_word
from openimt_clinic.components.parts import EvidenceMark, evidence_mark
from openimt_clinic.records.mapping.catalogues import current_catalogue

MOST_IN_MEMORY = 8
_in_memory: dict[int, tuple[Catalogue, GapMap]] = {}
"""By the catalogue itself, which never changes once loaded: looking at every set takes a while."""


@dataclass(frozen=True)
class TargetRow:
    """One target with the modules that aim at it, each with its own mark."""

    name: str
    domain: str
    modules: tuple[tuple[Module, EvidenceMark], ...]
    training: str


@dataclass(frozen=True)
class TargetGroup:
    """Targets whose help is known equally well. ``gap``: something is missing here."""

    id: str
    heading: str
    says: str
    gap: bool
    rows: tuple[TargetRow, ...]


@dataclass(frozen=True)
class GapView:
    """``together``: needs that no modules cover together, each set in words with its reason."""

    version: str
    targets: int
    groups: tuple[TargetGroup, ...]
    together: tuple[tuple[str, str], ...]
    looked_at: int
    largest: int


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def gap_page(request: HttpRequest, standing: Standing) -> HttpResponse:
    """The gap map of the catalogue that the clinic works with."""
    known = current_catalogue(standing.clinic)
    return render(request, "clinician/gaps.html", {"view": gap_view(_map_of(known), known)})


def gap_view(found: GapMap, known: Catalogue) -> GapView:
    """The map in words: the widest gap first."""
    names = {target.id: target.name for target in known.targets.values()}
    together = tuple(
        (_listed(names[target] for target in gap.targets), gap.says) for gap in found.not_together
    )
    return GapView(
        version=known.version,
        targets=len(found.targets),
        groups=_groups(found.targets, known),
        together=together,
        looked_at=found.looked_at,
        largest=LARGEST,
    )


def _groups(targets: tuple[TargetGap, ...], known: Catalogue) -> tuple[TargetGroup, ...]:
    kinds = (
        (
            "none",
            _("No module at all"),
            _("Nothing in the catalogue aims at these."),
            _best_is(None),
        ),
        (
            "untested",
            _("Help that was never tested in a trial"),
            _("The modules rest on pilots or on the advice of experts alone."),
            _best_is(Evidence.T3, Evidence.X),
        ),
        (
            "package",
            _("Help tested only as part of a package"),
            _("A whole treatment was tried; what this part adds is not known."),
            _best_is(Evidence.T2),
        ),
        (
            "trial",
            _("Help that was tested itself"),
            _("At least one module was tried in trials. Its page says what came of it."),
            _best_is(Evidence.T1),
        ),
    )
    made = (
        TargetGroup(one, heading, says, one != "trial", _rows(filter(belongs, targets), known))
        for one, heading, says, belongs in kinds
    )
    return tuple(group for group in made if group.rows)


def _best_is(*classes: Evidence | None) -> Callable[[TargetGap], bool]:
    return lambda one: one.evidence in classes


def _rows(targets: Iterable[TargetGap], known: Catalogue) -> tuple[TargetRow, ...]:
    return tuple(_row(target, known) for target in targets)


def _row(gap: TargetGap, known: Catalogue) -> TargetRow:
    modules = (known.module(one) for one in gap.modules)
    return TargetRow(
        name=gap.name,
        domain=domain_word(known.targets[gap.target].domain),
        modules=tuple((one, evidence_mark(one.evidence)) for one in modules),
        training=training_says(gap.competences, known),
    )


def _listed(names: Iterable[str]) -> str:
    return _(" and ").join(f"“{name}”" for name in names)


def _map_of(known: Catalogue) -> GapMap:
    kept = _in_memory.get(id(known))
    if kept is None or kept[0] is not known:
        while len(_in_memory) >= MOST_IN_MEMORY:
            _in_memory.pop(next(iter(_in_memory)))
        kept = _in_memory[id(known)] = (known, gap_map(known))
    return kept[1]
