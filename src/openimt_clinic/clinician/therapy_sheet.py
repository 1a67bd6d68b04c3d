"""A therapy on two pages of paper."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import Therapy
from openimt_clinic.clinician.module_sheet import foot
from openimt_clinic.clinician.module_view import gate_views, review_word
from openimt_clinic.clinician.therapy_facets import Facet, facets
from openimt_clinic.paper.sheet import Heading, Part, Points, Sheet, Words


def therapy_sheet(therapy: Therapy, catalogue: Catalogue) -> Sheet:
    """The therapy as a sheet; what it lays nothing down for is left out."""
    return Sheet(
        title=therapy.name,
        above=f"{therapy.id.upper()} · {_('therapy')}",
        summary=therapy.summary,
        foot=foot(catalogue.version, review_word(therapy.status)),
        parts=tuple(_parts(therapy, catalogue)),
        language=(get_language() or "en")[:2],
    )


def _parts(therapy: Therapy, catalogue: Catalogue) -> Iterator[Part]:
    for facet in facets(therapy, catalogue):
        if not facet.is_empty:
            yield from _facet(facet)
        if facet.id == "stages":
            yield from _gates(therapy)


def _facet(facet: Facet) -> Iterator[Part]:
    yield Heading(facet.label)
    if facet.lead:
        yield Words(facet.lead)
    if not facet.ordered and not any(line.name for line in facet.lines):
        yield Points(tuple((line.says, line.note) for line in facet.lines))
        return
    for number, line in enumerate(facet.lines, 1):
        name = f"{number}. {line.name}" if facet.ordered else line.name
        yield Words(line.says, name, line.note)


def _gates(therapy: Therapy) -> Iterator[Part]:
    gates = gate_views(therapy)
    if gates:
        yield Heading(_("What we look for before moving on"))
    for gate in gates:
        yield Points(tuple((says, why) for says, why, _source in gate.criteria), gate.heading)
