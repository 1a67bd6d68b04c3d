"""The session page, ready to print: the agenda's points with what helps in each, one tap away."""

from collections.abc import Sequence
from dataclasses import dataclass

from openimt.catalogue.module import Intervention, Module
from openimt.deliver.agenda import next_intervention
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import Delivered
from openimt.terms import Step
from openimt_clinic.clinician.session_queries import Prepared
from openimt_clinic.components.parts import StepDots, step_dots


@dataclass(frozen=True)
class Help:
    """What a therapist can do, say and look for in one move of a module."""

    name: str
    do: str
    sounds_like: str
    look_for: str
    when_stalled: str


@dataclass(frozen=True)
class PointView:
    """One point of the agenda. ``homework``: what the module usually gives to try."""

    id: str
    says: str
    because: str
    module: str
    first: bool
    phase: str
    dots: StepDots | None
    step_says: str
    advance_when: str
    help: Help | None
    homework: str


def point_views(prepared: Prepared) -> tuple[PointView, ...]:
    """The agenda's points in order; what comes first stays first."""
    return tuple(_point(point, prepared) for point in prepared.points)


def split(points: Sequence[PointView]) -> tuple[tuple[PointView, ...], tuple[PointView, ...]]:
    """What comes first, and the rest."""
    return tuple(p for p in points if p.first), tuple(p for p in points if not p.first)


def _point(point: AgendaPoint, prepared: Prepared) -> PointView:
    module = prepared.catalogue.modules.get(point.module) if point.module else None
    done = prepared.delivered.get(point.module, Delivered(point.module))
    works = module is not None and point.id.startswith("module_")
    move = _move(point, module, done)
    guide = _guide(module, done) if works else ("", "")
    return PointView(
        id=point.id,
        says=point.says,
        because=point.because,
        module=point.module,
        first=point.first,
        phase=module.home.value if module and works else "",
        dots=step_dots(done.step) if works else None,
        step_says=guide[0],
        advance_when=guide[1],
        help=_help(move) if move else None,
        homework=module.homework if module and works else "",
    )


def _move(point: AgendaPoint, module: Module | None, done: Delivered) -> Intervention | None:
    """The move that comes next; for a repair, the first that has words to it."""
    if module is None or point.id.startswith("common_"):
        return None
    if point.id.startswith("repair_"):
        return next((i for i in module.interventions if i.sounds_like), None)
    return next_intervention(module, done)


def _guide(module: Module | None, done: Delivered) -> tuple[str, str]:
    """What the module's present step asks, and when it is done."""
    step = min(Step.KEEP, max(Step.RECOGNISE, done.step))
    found = next((g for g in (module.steps if module else ()) if g.step == step), None)
    return (found.says, found.advance_when) if found else ("", "")


def _help(move: Intervention) -> Help:
    return Help(move.name, move.do, move.sounds_like, move.look_for, move.when_stalled)
