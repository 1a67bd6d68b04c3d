"""A module as a clinician reads it: clauses as sentences, sources with their mark."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.therapy import Gate, Therapy
from openimt.terms import ModuleKind
from openimt_clinic.components.numbers import said
from openimt_clinic.components.parts import SourceView, source
from openimt_clinic.components.phases import phase_word

DRAFT, APPROVED = "draft", "approved"


@dataclass(frozen=True)
class ClauseView:
    """A rule as its own sentence, with the author's reason. ``notes``: what else a reader has to
    know of it."""

    id: str
    says: str
    why: str
    source: SourceView | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ClauseGroup:
    """The clauses of one kind under a heading that says what they do."""

    heading: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class ModuleView:
    """What the page prints beside the module's own fields."""

    module: Module
    phase: str
    phase_name: str
    phases: str
    dose: str
    training: str
    aims: tuple[str, ...]
    opinion: str
    groups: tuple[ClauseGroup, ...]
    sources: tuple[SourceView, ...]
    common: bool
    by_phase: tuple[tuple[str, str, str, str, str], ...]
    review: str
    unchecked: int


@dataclass(frozen=True)
class GateView:
    """What we look for before moving on from a phase: each criterion's sentence, reason, source."""

    heading: str
    criteria: tuple[tuple[str, str, str], ...]


def module_view(module: Module, catalogue: Catalogue) -> ModuleView:
    """The module with everything put into words."""
    sources = tuple(_sources(module.references, catalogue))
    return ModuleView(
        module=module,
        phase=module.home.value,
        phase_name=phase_word(module.home),
        phases=", ".join(phase_word(phase) for phase in module.phases),
        dose=_dose(module),
        training=training_says(module.competences, catalogue),
        aims=tuple(_aims(module, catalogue)),
        opinion=_opinion(module),
        groups=tuple(group for group in _groups(module, catalogue) if group.clauses),
        sources=sources,
        common=module.kind is ModuleKind.COMMON,
        by_phase=tuple(
            (g.phase.value, phase_word(g.phase), g.says, g.met_when, g.repair_when)
            for g in module.by_phase
        ),
        review=review_word(module.status),
        unchecked=sum(1 for one in sources if one.checked is False),
    )


def training_says(competences: Iterable[str], catalogue: Catalogue) -> str:
    """The trainings of which one is enough, each as people call it: DBT skills or STEPPS."""
    said = (" ".join(_called(word, catalogue) for word in one.split("_")) for one in competences)
    return _(" or ").join(said)


def _called(word: str, catalogue: Catalogue) -> str:
    """A therapy by its initials or, where its id is a word, by its name."""
    therapy = catalogue.therapies.get(word)
    if therapy is None:
        return word
    return therapy.name if therapy.name.lower().startswith(word) else word.upper()


def review_word(status: str) -> str:
    """What was reviewed, honestly."""
    if status == DRAFT:
        return _("Draft: not yet signed by a clinician and a person with lived experience")
    return _("Reviewed") if status == APPROVED else status


def gate_views(therapy: Therapy) -> tuple[GateView, ...]:
    """The gates of a therapy, in order."""
    return tuple(
        GateView(_gate_heading(gate), tuple((c.says, c.why, c.source) for c in gate.criteria))
        for gate in therapy.gates
    )


def sources_of(therapy: Therapy, catalogue: Catalogue) -> tuple[SourceView, ...]:
    """What a therapy's description rests on."""
    return tuple(_sources(therapy.references, catalogue))


def _gate_heading(gate: Gate) -> str:
    if gate.to is None:
        return _("Before the end of %(phase)s") % {"phase": phase_word(gate.leaves)}
    return _("From %(phase)s to %(next)s") % {
        "phase": phase_word(gate.leaves),
        "next": phase_word(gate.to),
    }


def _dose(module: Module) -> str:
    dose = module.dose
    says = _("%(fewest)d to %(most)d sessions, usually %(usual)d") % {
        "fewest": dose.fewest,
        "most": dose.most,
        "usual": dose.usual,
    }
    return says if dose.budget else f"{says}; {_('costs no session budget')}"


def _aims(module: Module, catalogue: Catalogue) -> Iterable[str]:
    for aim in module.aims:
        name = catalogue.targets[aim.target].name
        if aim.effect is None or aim.sd is None:
            yield _("%(target)s: a fact, never a severity") % {"target": name}
        else:
            says = _("%(target)s: expected fall of %(effect)s a session, give or take %(sd)s")
            fall = says % {
                "target": name,
                "effect": said(aim.effect, 3),
                "sd": said(aim.sd, 3),
            }
            yield f"{fall} ({_('severity goes from 0 to 1')})"


def _opinion(module: Module) -> str:
    if module.opinion is None:
        return ""
    return _("An opinion of %(by)s, %(on)s. %(source)s") % {
        "by": module.opinion.by,
        "on": module.opinion.on,
        "source": module.opinion.source,
    }


def _groups(module: Module, catalogue: Catalogue) -> Iterable[ClauseGroup]:
    kinds = (
        (_("It has its place when"), module.mandatory),
        (_("It may be chosen when"), module.indicated),
        (_("It asks first for"), module.requires),
        (_("It waits while"), module.not_yet),
        (_("It is not for"), module.contraindicated),
    )
    for heading, clauses in kinds:
        yield ClauseGroup(heading, tuple(_clause(clause, catalogue) for clause in clauses))


def _clause(clause: Clause, catalogue: Catalogue) -> ClauseView:
    notes = []
    if clause.unknown_blocks:
        notes.append(_("not knowing counts against it"))
    if clause.override:
        notes.append(_("can be set aside by: %(who)s, with a reason") % {"who": clause.override})
    rests_on = source(clause.source, catalogue.references)
    return ClauseView(clause.id, clause.says, clause.why, rests_on, tuple(notes))


def _sources(ids: Iterable[str], catalogue: Catalogue) -> Iterable[SourceView]:
    for one in ids:
        found = source(one, catalogue.references)
        if found:
            yield found
