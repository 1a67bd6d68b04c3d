"""What moving a plan to another catalogue would change for this person, ready to print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.changed import (
    ModuleChange,
    NumberChange,
    RuleChange,
    gate_changes,
    module_changes,
    number_changes,
)
from openimt_clinic.actions.catalogue_moving import mark_of
from openimt_clinic.components.numbers import said
from openimt_clinic.components.phases import phase_word
from openimt_clinic.records.mapping.planned import Planned

PARTS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("its name"),
    "short": gettext_lazy("its name"),
    "summary": gettext_lazy("what it is"),
    "phases": gettext_lazy("the phases in which it may start"),
    "home": gettext_lazy("the phase it belongs to"),
    "evidence": gettext_lazy("its evidence"),
    "evidence_says": gettext_lazy("its evidence"),
    "references": gettext_lazy("its sources"),
    "dose": gettext_lazy("how many sessions it takes"),
    "aims": gettext_lazy("what it works on, and how much is expected"),
    "competences": gettext_lazy("the training it asks for"),
    "interventions": gettext_lazy("what the therapist does"),
    "steps": gettext_lazy("the four steps"),
    "by_phase": gettext_lazy("what it consists of in each phase"),
    "measure": gettext_lazy("how it is measured"),
    "measure_says": gettext_lazy("how it is measured"),
    "homework": gettext_lazy("the homework"),
    "adherence": gettext_lazy("how one sees that it was done"),
    "patient": gettext_lazy("what the patient reads"),
    "repair": gettext_lazy("how it is repaired"),
    "repair_sounds_like": gettext_lazy("how it is repaired"),
    "status": gettext_lazy("its review"),
    "review": gettext_lazy("its review"),
}


@dataclass(frozen=True)
class MoveLine:
    """One module that the two plans treat differently: before, after, and the reason for after."""

    name: str
    phase: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class RuleLine:
    """A rule before and after; empty = there was, or is, no such rule."""

    before: str
    after: str


@dataclass(frozen=True)
class TextLine:
    """A module of this plan that reads differently: in which parts, and which rules."""

    name: str
    parts: tuple[str, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True)
class NumberLine:
    """A number that rules use."""

    says: str
    before: str
    after: str


@dataclass(frozen=True)
class MoveView:
    """``seen`` goes back with the button, so that what was looked at is what is put in force."""

    before: str
    after: str
    phases: tuple[str, str] | None
    lines: tuple[MoveLine, ...]
    same: int
    gates: tuple[RuleLine, ...]
    texts: tuple[TextLine, ...]
    numbers: tuple[NumberLine, ...]
    seen: str

    @property
    def nothing(self) -> bool:
        """Whether this person's plan and everything it rests on stay as they are."""
        return not (self.phases or self.lines or self.gates or self.texts or self.numbers)


def move_view(before: Planned, after: Planned, names: tuple[str, str]) -> MoveView:
    """The same person, the same day and facts, from two catalogues; ``names`` of the two."""
    old, new = before.ground.catalogue, after.ground.catalogue
    modules = sorted({p.module for plan in (before.plan, after.plan) for p in plan.placements})
    lines = tuple(_lines(before, after, modules))
    therapy = before.plan.therapy
    gates: tuple[RuleChange, ...] = ()
    if therapy in old.therapies and therapy in new.therapies:
        gates = gate_changes(old.therapy(therapy), new.therapy(therapy))
    moved = before.plan.phase is not after.plan.phase
    phases = (phase_word(before.plan.phase), phase_word(after.plan.phase)) if moved else None
    return MoveView(
        before=names[0],
        after=names[1],
        phases=phases,
        lines=lines,
        same=len(modules) - len(lines),
        gates=tuple(RuleLine(g.before, g.after) for g in gates),
        texts=tuple(_text(one) for one in module_changes(old, new, modules)),
        numbers=tuple(_number(one) for one in number_changes(old, new)),
        seen=mark_of(after.plan),
    )


def _lines(before: Planned, after: Planned, modules: Iterable[str]) -> Iterable[MoveLine]:
    for module in modules:
        was, will = _place(before, module), _place(after, module)
        if was != will:
            known = _known(module, after.ground.catalogue, before.ground.catalogue)
            yield MoveLine(known[0], known[1], was, will, _why(before, after, module))


def _known(module: str, *catalogues: Catalogue) -> tuple[str, str]:
    for catalogue in catalogues:
        if module in catalogue.modules:
            found = catalogue.modules[module]
            return found.name, found.home.value
    return module, ""


def _place(planned: Planned, module: str) -> str:
    """Where the module stands in that plan, in words."""
    placement = planned.plan.placement(module)
    if module not in planned.ground.catalogue.modules:
        return _("not in this catalogue")
    if placement is None:
        return _("not in the plan")
    if placement.running:
        return _("running, about %(n)d sessions") % {"n": placement.sessions}
    if not placement.sessions:
        return _("always running")
    return _("from week %(week)d, about %(n)d sessions") % {
        "week": placement.start_week + 1,
        "n": placement.sessions,
    }


def _why(before: Planned, after: Planned, module: str) -> str:
    """What calls for a module now or keeps it out; for one that only moved, what is new."""
    left = next((out for out in after.plan.left_out if out.module == module), None)
    was, will = before.plan.placement(module), after.plan.placement(module)
    if will is None or was is None:
        reasons = will.reasons if will else left.reasons if left else ()
        return reasons[0].says if reasons else ""
    new = [one.says for one in will.reasons if one.says not in {r.says for r in was.reasons}]
    if new:
        return new[-1]
    if module_changes(before.ground.catalogue, after.ground.catalogue, [module]):
        return _("The module itself reads differently; see below.")
    return _("Nothing about it has changed; the work around it has.")


def _text(change: ModuleChange) -> TextLine:
    if change.new or change.gone:
        part = _("it is new") if change.new else _("it is no longer there")
        return TextLine(change.name, (part,), ())
    parts = dict.fromkeys(str(PARTS.get(part, _("other parts"))) for part in change.parts)
    return TextLine(
        change.name, tuple(parts), tuple(RuleLine(r.before, r.after) for r in change.rules)
    )


def _number(change: NumberChange) -> NumberLine:
    def word(value: float | None) -> str:
        return _("not there") if value is None else said(value, 3)

    return NumberLine(change.says, word(change.before), word(change.after))
