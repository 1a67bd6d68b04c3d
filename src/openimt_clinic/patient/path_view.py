"""The patient's own Map: the same path in plain, kind words.

No counts, no steps, no states, no scores, no marks (clinical decision 5). What a module is called
and what is said of a phase stands in the catalogue, in the patient's words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import PhaseInTherapy
from openimt.deliver.today import Turn
from openimt.formulate.assessment import Delivered
from openimt.plan.plan import Placement, Plan
from openimt.terms import ModuleKind, Phase, Step

WAS, HERE, AHEAD = "was", "here", "ahead"
NOBODY = Turn()
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
    turn: Turn = NOBODY,
) -> PathView:
    """The path as it stands in this phase; without a plan the stops alone. ``turn``: whose turn it
    is today, so that what a session takes up first is what comes first here."""
    therapy = catalogue.therapy(therapy_id)
    done = {one.module: one for one in delivered}
    planned = [p for p in (plan.placements if plan else ()) if _shown(p, done, catalogue)]
    placements = sorted(planned, key=lambda one: _comes(one, turn))
    ground = tuple(_module(m.id, "", catalogue, language) for m in catalogue.common())
    if not therapy.binds_phases:
        together = tuple(_with_word(p, done, catalogue, language) for p in placements)
        return PathView((), together, ground)
    places = {p.module: _stands_in(p, phase, done, catalogue) for p in placements}
    coming = [p.module for p in placements if not _step(p, done)]
    due = [name for name in coming if places[name] is phase or name in turn.due]
    places |= dict.fromkeys(due[:NEXT], phase)
    stops = tuple(
        _stop(
            stop,
            _place(stop.phase, phase),
            [p for p in placements if places[p.module] is stop.phase],
            done,
            catalogue,
            language,
        )
        for stop in therapy.phases
    )
    return PathView(stops, (), ground)


def _comes(placement: Placement, turn: Turn) -> tuple[bool, int, int]:
    """What is due in its turn, then by its week in the plan; what a fact of the day holds, last."""
    place = turn.due.index(placement.module) if placement.module in turn.due else len(turn.due)
    return placement.module in turn.held, place, placement.start_week


def _stop(
    stop: PhaseInTherapy,
    place: str,
    mine: Sequence[Placement],
    done: Mapping[str, Delivered],
    catalogue: Catalogue,
    language: str,
) -> Stop:
    name, says, later = stop.words(language)
    if place != HERE:
        modules = tuple(_module(p.module, "", catalogue, language) for p in mine)
        return Stop(place, name, later if place == AHEAD and later else says, modules)
    begun = [p for p in mine if _step(p, done)]
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
    home, step = catalogue.module(placement.module).home, _step(placement, done)
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
    word = WORDS[_step(placement, done)]
    return _module(placement.module, str(word), catalogue, language)


def _step(placement: Placement, done: Mapping[str, Delivered]) -> Step:
    """Where the work stands; a session held on it was a first try at least."""
    found = done.get(placement.module)
    if found is None:
        return Step.NOT_BEGUN
    return Step(max(found.step, Step.RECOGNISE if found.sessions else Step.NOT_BEGUN))


def _module(module_id: str, word: str, catalogue: Catalogue, language: str) -> PathModule:
    module = catalogue.module(module_id)
    page = module.page(language)
    return PathModule(module_id, page.name if page else module.short, word)
