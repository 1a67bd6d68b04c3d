"""The session page, ready to print: the agenda's points with what helps in each, one tap away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.catalogue.module import Intervention, Module
from openimt.deliver.brought import ENDING
from openimt.deliver.on_the_table import next_intervention
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import Delivered
from openimt.terms import Step
from openimt_clinic.clinician.session_queries import Prepared
from openimt_clinic.components.parts import StepDots, step_dots

COMMON, REPAIR, ALSO = "common_", "repair_", "also"
TOLD = ("strain_", "alliance_recheck", "homework", "step_", "regulator_", "states", "review")
"""How the ids of standing points begin whose reason is about this person."""


@dataclass(frozen=True)
class Lead:
    """A page of the person's that a point leads to."""

    page: str
    says: object


MENDING = ("strain_", REPAIR)
BETWEEN = ("strain_", "alliance_recheck", "repair_", "talk_")
BETWEEN_US = Lead("clinician:common", gettext_lazy("Common modules"))
ENDS = Lead("clinician:ending", gettext_lazy("Prepare the ending"))
CASE = Lead("clinician:gpm", gettext_lazy("Case plan and reviews"))
STEP = (
    Lead("clinician:procedure", gettext_lazy("Where the work stands")),
    Lead("clinician:formulation", gettext_lazy("Formulation")),
)
LEADS: Mapping[str, tuple[Lead, ...]] = {
    "ending": (ENDS,),
    f"module_{ENDING}": (ENDS,),
    "states": (Lead("clinician:gpm", gettext_lazy("Log of states")),),
    "review": (CASE,),
    "coordination": (CASE,),
    "case": (CASE,),
    "chain_begun": (Lead("clinician:dbt", gettext_lazy("Chains")),),
    "offer_plan": (Lead("clinician:safety_plan", gettext_lazy("Safety plan")),),
    "frame": (BETWEEN_US,),
    "assess_further": (Lead("clinician:assessment", gettext_lazy("To the forms")),),
    "propose": (Lead("clinician:plan", gettext_lazy("Propose a plan")),),
    "medicines": (Lead("clinician:medication", gettext_lazy("Medicines")),),
}
"""By the id of a point; a step of a procedure has its own."""


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
    text: str
    because: str
    module: str
    first: bool
    phase: str
    dots: StepDots | None
    step_says: str
    advance_when: str
    help: Help | None
    homework: str
    name: str = ""
    why: bool = True
    lines: tuple[str, ...] = ()
    also: bool = False

    @property
    def leads(self) -> tuple[Lead, ...]:
        """Where more of it stands."""
        if self.id.startswith("step_"):
            return STEP
        return (BETWEEN_US,) if self.id.startswith(BETWEEN) else LEADS.get(self.id, ())


@dataclass(frozen=True)
class Group:
    """Points that stand together: one alone, the six common modules as one short list, or modules
    that are in the plan, too, folded."""

    points: tuple[PointView, ...]

    @property
    def common(self) -> bool:
        """Whether it is the list of common modules."""
        return _sort(self.points[0]) == COMMON

    @property
    def also(self) -> bool:
        """Whether it is what the plan holds beside the module of today."""
        return _sort(self.points[0]) == ALSO


def point_views(prepared: Prepared) -> tuple[PointView, ...]:
    """The agenda's points in order; what comes first stays first."""
    return tuple(_point(point, prepared) for point in prepared.points)


def grouped(points: Sequence[PointView]) -> tuple[Group, ...]:
    """The points in order; common modules, and modules that wait, are a group where they follow one
    another."""
    groups: list[list[PointView]] = []
    for point in points:
        sort = _sort(point)
        if sort and groups and _sort(groups[-1][0]) == sort:
            groups[-1].append(point)
        else:
            groups.append([point])
    return tuple(Group(tuple(one)) for one in groups)


def _sort(point: PointView) -> str:
    if point.also:
        return ALSO
    return COMMON if point.id.startswith(COMMON) else ""


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
        says=_says(point, module),
        text=point.says if module and point.id.startswith(REPAIR) else point.detail,
        because=point.because,
        module=point.module,
        first=point.first,
        phase=module.home.value if module and works else "",
        dots=step_dots(done.step) if works else None,
        step_says=guide[0],
        advance_when=guide[1],
        help=_help(move) if move else _words_of_repair(point, module),
        homework=module.homework if module and works else "",
        name=module.short if module else "",
        why=_has_grounds(point, works),
        lines=point.lines,
        also=point.also,
    )


def _has_grounds(point: AgendaPoint, works: bool) -> bool:
    """Whether the reason says more than that the point stands in every session."""
    if point.id.startswith("level_"):
        return False
    return works or point.first or point.id.startswith(TOLD)


def _says(point: AgendaPoint, module: Module | None) -> str:
    """The point in a line: what a repair consists of, and a common module's name, stand apart."""
    if module and point.id.startswith(REPAIR):
        return _("%(module)s needs repair") % {"module": module.name}
    if module is None or not point.id.startswith(COMMON):
        return point.says
    return point.says.removeprefix(f"{module.name}: ")


def _move(point: AgendaPoint, module: Module | None, done: Delivered) -> Intervention | None:
    """The move that comes next; what is between the two in the room is no next move of a module."""
    if module is None or point.id.startswith((COMMON, *BETWEEN)):
        return None
    return next_intervention(module, done)


def _words_of_repair(point: AgendaPoint, module: Module | None) -> Help | None:
    """How a repair can sound; what is done stands in the point itself."""
    if module is None or not point.id.startswith(MENDING) or not module.repair_sounds_like:
        return None
    return Help("", "", module.repair_sounds_like, "", "")


def _guide(module: Module | None, done: Delivered) -> tuple[str, str]:
    """What the module's present step asks, and when it is done."""
    step = min(Step.KEEP, max(Step.RECOGNISE, done.step))
    found = next((g for g in (module.steps if module else ()) if g.step == step), None)
    return (found.says, found.advance_when) if found else ("", "")


def _help(move: Intervention) -> Help:
    return Help(move.name, move.do, move.sounds_like, move.look_for, move.when_stalled)
