"""A therapy facet by facet, in one order and one shape for all: for paper and side by side.

What a therapy does not lay down is said as that, never filled in from another.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.therapy_parts import Mode
from openimt_clinic.components.parts import source
from openimt_clinic.components.phases import phase_word

NOT_CHECKED = False


@dataclass(frozen=True)
class Line:
    """One thing of a facet: its name, what is said of it, and a note; ``module`` links to one."""

    says: str
    name: str = ""
    note: str = ""
    module: str = ""


@dataclass(frozen=True)
class Facet:
    """One side of a therapy. ``lines`` empty: the therapy lays nothing down here.

    ``ordered``: the lines are an order to follow.
    """

    id: str
    label: str
    lead: str
    lines: tuple[Line, ...]
    ordered: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.lead or self.lines)


def facets(therapy: Therapy, catalogue: Catalogue) -> tuple[Facet, ...]:
    """Every facet, in the order in which all therapies are shown."""
    return tuple(make(therapy, catalogue) for make in FACETS)


def _stages(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    lead = (
        _("Its phases and their order bind a course.")
        if therapy.binds_phases
        else _("IMT's five phases only describe where a course stands.")
    )
    return Facet("stages", _("Stages"), lead, tuple(_stage_lines(therapy)), ordered=True)


def _stage_lines(therapy: Therapy) -> Iterator[Line]:
    for stage in therapy.stages:
        within = ", ".join(phase_word(phase) for phase in stage.phases)
        beside = _("in IMT's phases: %(phases)s") % {"phases": within}
        yield Line(stage.says, stage.name, "" if therapy.binds_phases else beside)
    if not therapy.stages:
        for phase in therapy.phases:
            yield Line(phase.aim, phase.name)


def _agenda(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    lines = tuple(Line(item.says) for item in therapy.agenda)
    return Facet("agenda", _("Agenda of a session"), "", lines, ordered=True)


def _hierarchy(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    held = therapy.hierarchy
    lines = tuple(Line(level.says, level.name) for level in held.levels) if held else ()
    return Facet("hierarchy", _("What comes first"), held.says if held else "", lines, ordered=True)


def _procedure(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    kept = therapy.procedure
    lines = tuple(Line(step.do, step.name) for step in kept.steps) if kept else ()
    ordered = kept.ordered if kept else False
    return Facet("procedure", _("How it decides"), kept.says if kept else "", lines, ordered)


def _modes(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    lines = tuple(
        Line(f"{m.says} {_how_often(m)}", m.name, _mark(m.checked)) for m in therapy.modes
    )
    return Facet("modes", _("In which forms"), "", lines)


def _between(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    lines = tuple(
        Line(f"{rule.says} {rule.never}", rule.name, _mark(rule.checked))
        for rule in therapy.between_sessions
    )
    return Facet("between", _("Between sessions"), "", lines)


def _fidelity(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    kept = therapy.fidelity
    if kept is None:
        return Facet("fidelity", _("How one sees that it was given"), "", ())
    lines = tuple(Line(concept.says) for concept in kept.concepts)
    lead = " ".join((kept.says, kept.observer, kept.self_rating))
    return Facet("fidelity", _("How one sees that it was given"), lead, lines)


def _diary(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    kept = therapy.diary
    if kept is None:
        return Facet("diary", _("Diary or log"), "", ())
    asks = ", ".join(field.says.rstrip(".?") for field in kept.fields)
    lines = (
        Line(kept.says, kept.name),
        Line(asks, _("Holds")),
        Line(kept.blank_says, _("Left empty")),
    )
    return Facet("diary", _("Diary or log"), "", tuple(line for line in lines if line.says))


def _core(therapy: Therapy, catalogue: Catalogue) -> Facet:
    named = [catalogue.modules[one] for one in therapy.core_modules if one in catalogue.modules]
    lines = tuple(Line(one.name, module=one.id) for one in named)
    lead = "" if lines else _("No module is fixed: each is chosen for the person.")
    return Facet("core", _("Core modules"), lead, lines)


def _principles(therapy: Therapy, _catalogue: Catalogue) -> Facet:
    return Facet("principles", _("Principles"), "", tuple(map(Line, therapy.principles)))


def _lends(therapy: Therapy, catalogue: Catalogue) -> Facet:
    lines = tuple(_lent(one.module, one.says, catalogue) for one in therapy.lends)
    return Facet("lends", _("What it lends to others"), "", lines)


def _lent(module: str, says: str, catalogue: Catalogue) -> Line:
    known = catalogue.modules.get(module)
    return Line(says, known.name if known else module, module=module if known else "")


def _evidence(therapy: Therapy, catalogue: Catalogue) -> Facet:
    cited = (source(one, catalogue.references) for one in therapy.references)
    lines = tuple(Line(one.says, note=_mark(one.checked)) for one in cited if one)
    return Facet("evidence", _("What it rests on"), therapy.evidence_says, lines)


FACETS: tuple[Callable[[Therapy, Catalogue], Facet], ...] = (
    _stages,
    _agenda,
    _hierarchy,
    _procedure,
    _principles,
    _modes,
    _between,
    _diary,
    _fidelity,
    _core,
    _lends,
    _evidence,
)


def only(wanted: Iterable[str], of: Iterable[Facet]) -> tuple[Facet, ...]:
    """The facets of these ids, in their order."""
    names = set(wanted)
    return tuple(facet for facet in of if facet.id in names)


def _how_often(mode: Mode) -> str:
    often = f"{mode.rhythm[:1].upper()}{mode.rhythm[1:]}"
    if not mode.minutes_most:
        return f"{often}."
    if mode.minutes_least == mode.minutes_most:
        length = ngettext("%(n)d minute", "%(n)d minutes", mode.minutes_most)
        return f"{often}, {length % {'n': mode.minutes_most}}."
    both = {"least": mode.minutes_least, "most": mode.minutes_most}
    return f"{often}, {_('%(least)d to %(most)d minutes') % both}."


def _mark(checked: bool | None) -> str:
    return _("not yet checked against the source") if checked is NOT_CHECKED else ""
