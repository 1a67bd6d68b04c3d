"""A module on two pages of paper: everything a therapist works from, in the words of the screen."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt_clinic.clinician.module_view import ClauseView, ModuleView, module_view
from openimt_clinic.components.parts import SourceView, evidence_mark
from openimt_clinic.paper.sheet import Heading, Part, Piece, Points, Sheet, Words


def module_sheet(module: Module, catalogue: Catalogue, review: str = "") -> Sheet:
    """The module as a sheet in the reader's language of labels.

    ``review``: who stands behind it here; empty = what its file says.
    """
    view = module_view(module, catalogue)
    mark = evidence_mark(module.evidence)
    where = _("common module") if view.common else view.phase_name
    return Sheet(
        title=module.name,
        above=f"{module.id.upper()} · {where} · {mark.sign} {mark.says}",
        summary=module.summary,
        foot=foot(catalogue.version, review or view.review),
        parts=tuple(_parts(view)),
        phase="" if view.common else view.phase,
        language=(get_language() or "en")[:2],
    )


def foot(version: str, review: str) -> str:
    """The line at the foot of a sheet."""
    return _("OpenIMT catalogue %(version)s · %(review)s") % {"version": version, "review": review}


def source_points(sources: tuple[SourceView, ...]) -> Points:
    """Works with their mark; an unchecked one says so on paper, too."""
    return Points(tuple((one.says, _mark(one.checked)) for one in sources))


def _mark(checked: bool | None) -> str:
    if checked is None:
        return ""
    return _("checked") if checked else _("not yet checked against the source")


def _parts(view: ModuleView) -> Iterator[Part]:
    yield from _moves(view.module)
    yield from _steps(view.module)
    yield from _phases(view)
    yield from _takes(view)
    yield from _rules(view)
    yield from _rests(view)


def _moves(module: Module) -> Iterator[Part]:
    if module.interventions:
        yield Heading(_("What the therapist does, in this order"))
    for number, move in enumerate(module.interventions, 1):
        notes = ((_("Look for"), move.look_for), (_("When it stalls"), move.when_stalled))
        yield Piece(move.name, move.do, str(number), move.sounds_like, _said(notes))
    if module.repair:
        yield Heading(_("When it needs repair"))
        yield Piece("", module.repair, quote=module.repair_sounds_like)


def _steps(module: Module) -> Iterator[Part]:
    if module.steps:
        yield Heading(_("Four steps of change"))
    for step in module.steps:
        notes = (
            (_("On to the next when"), step.advance_when),
            (_("When it stalls"), step.when_stalled),
        )
        yield Piece("", step.says, notes=_said(notes), dots=int(step.step))


def _phases(view: ModuleView) -> Iterator[Part]:
    if view.by_phase:
        yield Heading(_("Phase by phase"))
    for _phase, name, says, met, repair in view.by_phase:
        notes = ((_("Met when"), met), (_("Needs repair when"), repair))
        yield Piece(name, says, notes=_said(notes))


def _takes(view: ModuleView) -> Iterator[Part]:
    module = view.module
    facts = (
        (_("Dose"), view.dose),
        (_("Phases"), "" if view.common else view.phases),
        (_("Training"), view.training),
        (_("Measured by"), module.measure_says),
        (_("Homework"), module.homework),
        (_("Noted"), module.record),
    )
    yield Heading(_("What it takes"))
    for label, says in _said(facts):
        yield Words(says, label)
    if module.adherence:
        lines = tuple((line, "") for line in module.adherence)
        yield Points(lines, _("How one sees that it was done"))


def _rules(view: ModuleView) -> Iterator[Part]:
    if view.groups:
        yield Heading(_("When it has its place"))
    for group in view.groups:
        yield Points(tuple(map(_rule, group.clauses)), group.heading)


def _rule(clause: ClauseView) -> tuple[str, str]:
    notes = f" ({'; '.join(clause.notes)})" if clause.notes else ""
    return clause.says + notes, clause.why


def _rests(view: ModuleView) -> Iterator[Part]:
    yield Heading(_("What it rests on"))
    yield Words(view.module.evidence_says)
    yield source_points(view.sources)
    if view.aims:
        yield Points(tuple((aim, "") for aim in view.aims), _("Works on"))
        yield Words("", note=view.opinion)


def _said(notes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((label, says) for label, says in notes if says)
