"""The modules of a plan in words: when, how long, why; and those left out, with what would help."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.catalogue.catalogue import Catalogue
from openimt.plan.plan import LeftOut, Placement, Plan
from openimt.plan.spans import Span
from openimt.terms import ModuleKind, Phase
from openimt_clinic.components.parts import (
    EvidenceMark,
    ReasonView,
    SourceView,
    evidence_mark,
    why,
)
from openimt_clinic.components.phases import phase_word

BY_DAY_WEEKS = 8
"""From here on a start is said by its month: a day would promise too much."""


@dataclass(frozen=True)
class PlannedModule:
    """One specific module of the plan."""

    module: str
    name: str
    says: str
    because: str
    phase: str
    phase_name: str
    when: str
    sessions: str
    evidence: EvidenceMark
    evidence_says: str
    why: tuple[ReasonView, ...]
    asked_for: bool


@dataclass(frozen=True)
class Stretch:
    """Now, then, or a later phase: its modules."""

    title: str
    phase: str
    modules: tuple[PlannedModule, ...]


@dataclass(frozen=True)
class LeftModule:
    """One module that is not in the plan."""

    module: str
    name: str
    phase: str
    says: str
    would_change: tuple[str, ...]
    why: tuple[ReasonView, ...]
    evidence: EvidenceMark
    kept_out: bool
    finished: bool
    rule: str = ""


@dataclass(frozen=True)
class LeftGroup:
    """Modules left out by one and the same plain rule, which is said once for all of them."""

    title: str
    rule: str
    source: SourceView | None
    modules: tuple[LeftModule, ...]


def stretches(
    plan: Plan,
    catalogue: Catalogue,
    spans: Mapping[str, Span],
    names: Mapping[Phase, str],
    today: date,
) -> tuple[Stretch, ...]:
    """Now (running or due); then (what starts next in this phase) and later by phase, in brief:
    what such a module is, and all that speaks for it, stands on its own page."""
    passed = (today - plan.on).days // 7
    specific = [p for p in plan.placements if is_specific(p, catalogue)]
    now = [p for p in specific if p.running or p.start_week <= passed]
    rest = [p for p in specific if p not in now]
    then = [p for p in rest if p.phase is plan.phase]

    def brief(placed: list[Placement]) -> tuple[PlannedModule, ...]:
        every = _planned(placed, plan, catalogue, spans, today)
        return tuple(replace(one, says="", why=()) for one in every)

    made = [
        Stretch(_("Now"), plan.phase.value, _planned(now, plan, catalogue, spans, today)),
        Stretch(_("Then"), plan.phase.value, brief(then)),
    ]
    for phase in Phase:
        later = [p for p in rest if p not in then and p.phase is phase]
        title = _("Later: %(phase)s") % {"phase": names[phase]}
        made.append(Stretch(title, phase.value, brief(later)))
    return tuple(stretch for stretch in made if stretch.modules)


def is_specific(placement: Placement, catalogue: Catalogue) -> bool:
    """Whether the catalogue knows the module as a specific one."""
    known = catalogue.modules.get(placement.module)
    return known is not None and known.kind is ModuleKind.SPECIFIC


def left_modules(plan: Plan, catalogue: Catalogue) -> tuple[LeftModule, ...]:
    """What was left out, in the order of phases; those that people keep out come first."""
    made = [_left(out, catalogue) for out in plan.left_out if out.module in catalogue.modules]
    order = list(Phase)
    return tuple(
        sorted(made, key=lambda m: (not m.kept_out, order.index(Phase(m.phase)), m.module))
    )


def left_groups(plan: Plan, catalogue: Catalogue) -> tuple[LeftGroup, ...]:
    """What nothing calls for, and what there are no sessions for: many modules, two rules."""
    titles = {
        "not_called_for": _("Nothing calls for these now"),
        "budget": _("There are not enough sessions for these as well"),
    }
    left = left_modules(plan, catalogue)
    groups = []
    for rule, title in titles.items():
        modules = tuple(one for one in left if one.rule == rule)
        if modules:
            named = next(iter(modules[0].why), None)
            groups.append(LeftGroup(title, rule, named.source if named else None, modules))
    return tuple(groups)


def _planned(
    placements: list[Placement],
    plan: Plan,
    catalogue: Catalogue,
    spans: Mapping[str, Span],
    today: date,
) -> tuple[PlannedModule, ...]:
    return tuple(_one(p, plan, catalogue, spans[p.module], today) for p in placements)


def _one(
    placement: Placement, plan: Plan, catalogue: Catalogue, span: Span, today: date
) -> PlannedModule:
    module = catalogue.module(placement.module)
    return PlannedModule(
        module=module.id,
        name=module.name,
        says=module.summary,
        because=placement.reasons[0].says if placement.reasons else "",
        phase=module.home.value,
        phase_name=phase_word(module.home),
        when=_when(placement, plan, span, today),
        sessions=_sessions(placement, module.dose.budget),
        evidence=evidence_mark(module.evidence),
        evidence_says=module.evidence_says,
        why=why(placement.reasons, catalogue.references),
        asked_for=any(reason.rule.startswith("pin:") for reason in placement.reasons),
    )


def _when(placement: Placement, plan: Plan, span: Span, today: date) -> str:
    if placement.running:
        return _("running")
    starts = plan.on + timedelta(weeks=placement.start_week)
    if starts <= today:
        return _("starts now")
    near = (starts - today).days <= BY_DAY_WEEKS * 7
    return _("week %(first)d to %(last)d, from about %(day)s") % {
        "first": span.start + 1,
        "last": span.end,
        "day": date_format(starts, "j M" if near else "M Y"),
    }


def _sessions(placement: Placement, budget: bool) -> str:
    if not budget:
        return _("beside the other work")
    count = placement.sessions
    return ngettext("about %(n)d session", "about %(n)d sessions", count) % {"n": count}


def _left(out: LeftOut, catalogue: Catalogue) -> LeftModule:
    module = catalogue.module(out.module)
    return LeftModule(
        module=module.id,
        name=module.name,
        phase=module.home.value,
        says=out.reasons[0].says if out.reasons else "",
        would_change=out.would_change,
        why=why(out.reasons, catalogue.references),
        evidence=evidence_mark(module.evidence),
        finished=any(r.rule == "finished" for r in out.reasons),
        kept_out=any(r.rule.startswith("ban:") or r.rule == "banned" for r in out.reasons),
        rule=out.reasons[0].rule if len(out.reasons) == 1 else "",
    )
