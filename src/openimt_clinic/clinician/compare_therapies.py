"""Therapies side by side: two to four, facet by facet. Nothing is ranked and nothing is scored."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import Therapy
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.therapy_facets import Facet, facets, only
from openimt_clinic.records.mapping.catalogues import current_catalogue

USUAL = ("imt", "mit", "dbt", "gpm")
FEWEST, MOST = 2, 4
COMPARED = (
    "stages", "agenda", "hierarchy", "modes", "between", "fidelity", "diary", "evidence", "core",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One therapy of those compared; ``place`` counts from 1."""

    place: int
    therapy: Therapy


@dataclass(frozen=True)
class Row:
    """One facet of all of them, in the order of the columns."""

    id: str
    label: str
    cells: tuple[tuple[Column, Facet], ...]


@dataclass(frozen=True)
class Comparison:
    """``choices``: every therapy there is, and whether it is shown. ``too_many``: more than four
    were asked for, or fewer than two."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    choices: tuple[tuple[Therapy, bool], ...]
    amended: bool


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def compare_therapies(request: HttpRequest, standing: Standing) -> HttpResponse:
    """The chosen therapies, or the four that a course can run under."""
    known = current_catalogue(standing.clinic)
    view = comparison(request.GET.getlist("therapy"), known)
    return render(request, "clinician/compare_therapies.html", {"view": view})


def comparison(wanted: list[str], known: Catalogue) -> Comparison:
    """What was asked for, made two to four; by name, so that the order says nothing."""
    chosen = [one for one in dict.fromkeys(wanted) if one in known.therapies]
    shown = _two_to_four(chosen, known)
    named = sorted((known.therapy(one) for one in shown), key=lambda one: one.name.casefold())
    columns = tuple(Column(place, one) for place, one in enumerate(named, 1))
    return Comparison(
        columns=columns,
        rows=_rows(columns, known),
        choices=tuple((one, one.id in shown) for one in _by_name(known)),
        amended=bool(wanted) and shown != chosen,
    )


def _two_to_four(chosen: list[str], known: Catalogue) -> list[str]:
    usual = [one for one in USUAL if one in known.therapies]
    if not chosen:
        return usual
    missing = max(0, FEWEST - len(chosen))
    return [*chosen[:MOST], *[one for one in usual if one not in chosen][:missing]]


def _rows(columns: tuple[Column, ...], known: Catalogue) -> tuple[Row, ...]:
    told = {column: only(COMPARED, facets(column.therapy, known)) for column in columns}
    by_id = {column: {facet.id: facet for facet in found} for column, found in told.items()}
    labels = {facet.id: facet.label for found in told.values() for facet in found}
    return tuple(
        Row(one, labels[one], tuple((column, by_id[column][one]) for column in columns))
        for one in COMPARED
        if one in labels
    )


def _by_name(known: Catalogue) -> list[Therapy]:
    return sorted(known.therapies.values(), key=lambda one: one.name.casefold())
