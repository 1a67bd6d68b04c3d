"""The patient's own Map: the same path in plain, kind words.

No counts, no steps, no states, no scores, no marks (clinical decision 5). What a module is called
and what is said of a phase stands in the catalogue, in the patient's words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import PhaseInTherapy
from openimt.formulate.assessment import Delivered
from openimt.plan.plan import Placement, Plan
from openimt.terms import ModuleKind, Phase, Step

WAS, HERE, AHEAD = "was", "here", "ahead"
NEXT = 3
"""So many modules are called *soon*; more at once would not tell what comes next."""

WORDS: Mapping[Step, str | Promise] = {
    Step.NOT_BEGUN: _("soon"),
    Step.RECOGNISE: _("a first try"),
    Step.EXPLORE: _("working on it"),
    Step.TRY: _("working on it"),
    Step.KEEP: _("yours now"),
}
"""What is said of a module in the phase where the person is."""


@dataclass(frozen=True)
class PathModule:
    """A module by its patient's name; ``word`` is empty where nothing needs to be said."""

    id: str
    name: str
    word: str


@dataclass(frozen=True)
class Stop:
    """One phase of the path. ``place``: was, here or ahead. ``later``: what follows after the
    next few, so that what comes next can be seen."""

    place: str
    name: str
    says: str
    modules: tuple[PathModule, ...]
    later: tuple[PathModule, ...] = ()


@dataclass(frozen=True)
class PathView:
    """The stops in order, or, where the therapy knows no phases, ``together`` alone."""

    stops: tuple[Stop, ...]
    together: tuple[PathModule, ...]
    ground: tuple[PathModule, ...]


def path_view(
    plan: Plan | None,
    phase: Phase,
    delivered: Iterable[Delivered],
    catalogue: Catalogue,
    therapy_id: str,
    language: str,
) -> PathView:
    """The path as it stands in this phase; without a plan the stops alone."""
    therapy = catalogue.therapy(therapy_id)
    done = {one.module: one for one in delivered}
    placements = [p for p in (plan.placements if plan else ()) if _shown(p, done, catalogue)]
    ground = tuple(_module(m.id, "", catalogue, language) for m in catalogue.common())
    if not therapy.binds_phases:
        together = tuple(_with_word(p, done, catalogue, language) for p in placements)
        return PathView((), together, ground)
    stops = tuple(
        _stop(stop, phase, placements, done, catalogue, language) for stop in therapy.phases
    )
    return PathView(stops, (), ground)


def _stop(
    stop: PhaseInTherapy,
    phase: Phase,
    placements: Iterable[Placement],
    done: Mapping[str, Delivered],
    catalogue: Catalogue,
    language: str,
) -> Stop:
    name, says, later = stop.words(language)
    place = _place(stop.phase, phase)
    mine = [p for p in placements if _stands_in(p, phase, done, catalogue) is stop.phase]
    if place != HERE:
        modules = tuple(_module(p.module, "", catalogue, language) for p in mine)
        return Stop(place, name, later if place == AHEAD and later else says, modules)
    begun = [p for p in mine if p.module in done and done[p.module].step]
    coming = [p for p in mine if p not in begun]
    now = (*begun, *coming[:NEXT])
    return Stop(
        place,
        name,
        says,
        tuple(_with_word(p, done, catalogue, language) for p in now),
        tuple(_module(p.module, "", catalogue, language) for p in coming[NEXT:]),
    )


def _place(stop: Phase, phase: Phase) -> str:
    if stop is phase:
        return HERE
    return WAS if stop.order < phase.order else AHEAD


def _stands_in(
    placement: Placement, phase: Phase, done: Mapping[str, Delivered], catalogue: Catalogue
) -> Phase:
    """Where the module is shown: at home, except that what is worked on now, or was not begun on
    the way here, stands in the phase of now."""
    home, begun = catalogue.module(placement.module).home, done.get(placement.module)
    step = begun.step if begun else Step.NOT_BEGUN
    if step is Step.NOT_BEGUN or step == Step.KEEP:
        late = step == Step.NOT_BEGUN and home.order < phase.order
        return phase if late else home
    return phase


def _shown(placement: Placement, done: Mapping[str, Delivered], catalogue: Catalogue) -> bool:
    """What was ended left the path without a word; common modules are its ground, not a stop."""
    begun = done.get(placement.module)
    module = catalogue.modules.get(placement.module)
    return bool(module and module.kind is ModuleKind.SPECIFIC and not (begun and begun.ended))


def _with_word(
    placement: Placement, done: Mapping[str, Delivered], catalogue: Catalogue, language: str
) -> PathModule:
    begun = done.get(placement.module)
    word = WORDS[Step(begun.step) if begun else Step.NOT_BEGUN]
    return _module(placement.module, str(word), catalogue, language)


def _module(module_id: str, word: str, catalogue: Catalogue, language: str) -> PathModule:
    module = catalogue.module(module_id)
    page = module.page(language)
    return PathModule(module_id, page.name if page else module.short, word)
