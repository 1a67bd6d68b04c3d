"""The plan page, ready to print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.profile import AssessNext, Duty
from openimt.plan.plan import Change, Plan
from openimt.plan.spans import Span, spans
from openimt.terms import Phase
from openimt_clinic.clinician.duty_view import once
from openimt_clinic.clinician.map_cards import GateCard, gate_card
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.clinician.plan_axis import (
    NARROW,
    WIDE,
    Axis,
    PlanAxis,
    Planned,
    plan_axis,
)
from openimt_clinic.clinician.plan_modules import (
    LeftGroup,
    LeftModule,
    Stretch,
    is_specific,
    left_groups,
    left_modules,
    stretches,
)
from openimt_clinic.components.numbers import said
from openimt_clinic.components.parts import ReasonView, why
from openimt_clinic.records.plan_version import PlanState, PlanVersion

ALWAYS = "runs_always"
"""The rule that puts the common modules into every plan."""


@dataclass(frozen=True)
class VersionRow:
    """One version in the list."""

    number: int
    state: str
    word: str
    on: date
    made_by: str
    reason: str
    shown: bool


@dataclass(frozen=True)
class ChangeLine:
    """What one plan does differently from another about one module."""

    name: str
    word: str
    says: str


@dataclass(frozen=True)
class CommonLine:
    """A common module in the plan: it runs in every course."""

    name: str
    why: tuple[ReasonView, ...]


@dataclass(frozen=True)
class PlanView:
    """Everything the page prints of one version."""

    id: UUID
    number: int
    state: str
    word: str
    says: str
    reason: str
    catalogue: str
    therapy: str
    phase: str
    phase_name: str
    duties: tuple[Duty, ...]
    changes: tuple[ChangeLine, ...]
    wide: PlanAxis
    narrow: PlanAxis
    stretches: tuple[Stretch, ...]
    common: tuple[CommonLine, ...]
    always_says: str
    gate: GateCard | None
    gates: tuple[GateCard, ...]
    next: tuple[AssessNext, ...]
    left: tuple[LeftModule, ...]
    left_groups: tuple[LeftGroup, ...]

    @property
    def before(self) -> int:
        """The number of the version before this one."""
        return self.number - 1

    finished: tuple[LeftModule, ...]
    gap_says: str
    warnings: tuple[str, ...]


def plan_view(
    version: PlanVersion,
    plan: Plan,
    changes: Iterable[Change],
    catalogue: Catalogue,
    *,
    today: date,
    sessions_per_week: float,
) -> PlanView:
    """One version as people read it."""
    names = phase_names(catalogue, plan.therapy)
    binds = catalogue.therapy(plan.therapy).binds_phases
    likely = spans(plan, catalogue, sessions_per_week)
    left, groups = left_modules(plan, catalogue), left_groups(plan, catalogue)
    grouped = {one for group in groups for one in group.modules}

    def draw(width: int) -> PlanAxis:
        shown = Axis(plan.on, today, plan.horizon_weeks, width)
        windows = plan.windows if binds else ()
        return plan_axis(_on_axis(plan, catalogue, likely), windows, names, shown)

    return PlanView(
        id=version.pk,
        number=version.number,
        state=version.state,
        word=state_word(version.state),
        says=_says(version),
        reason=version.reason,
        catalogue=plan.catalogue,
        therapy=catalogue.therapy(plan.therapy).name,
        phase=plan.phase.value if binds else "",
        phase_name=names[plan.phase],
        duties=once(plan.duties),
        changes=change_lines(changes, catalogue),
        wide=draw(WIDE),
        narrow=draw(NARROW),
        stretches=stretches(plan, catalogue, likely, names, today),
        common=_common(plan, catalogue),
        always_says=_always_says(plan),
        gate=gate_card(plan.gates, plan.phase, names) if binds else None,
        gates=_later_gates(plan, names) if binds else (),
        next=plan.assess_next,
        left=tuple(one for one in left if not one.finished and one not in grouped),
        left_groups=groups,
        finished=tuple(one for one in left if one.finished),
        gap_says=gap_says(plan),
        warnings=plan.warnings,
    )


def state_word(state: str) -> str:
    """The state of a version in words."""
    words = {
        PlanState.PROPOSED.value: _("proposed, not adopted yet"),
        PlanState.ADOPTED.value: _("the plan in force"),
        PlanState.SUPERSEDED.value: _("earlier version"),
        PlanState.REJECTED.value: _("not adopted"),
    }
    return words[state]


def gap_says(plan: Plan) -> str:
    """How far the plan may be from the best there could be, in plain words."""
    if plan.bound <= 0:
        return _("There is nothing yet by which one plan could be weighed against another.")
    percent = f"{said(100 * plan.gap, 0)} %"
    if percent == "0 %":
        return _("By what it weighs, no other plan within the same rules could do better.")
    return _(
        "By what it weighs, no other plan within the same rules could do better by more than "
        "%(share)s. It weighs the relief to be expected and what the person wishes."
    ) % {"share": percent}


def change_lines(changes: Iterable[Change], catalogue: Catalogue) -> tuple[ChangeLine, ...]:
    """The changes with names and words."""
    return tuple(
        ChangeLine(
            catalogue.modules[c.module].name if c.module in catalogue.modules else c.module,
            change_word(c.what),
            c.says,
        )
        for c in changes
    )


def change_word(what: str) -> str:
    """A kind of change in a word."""
    words = {
        "added": _("new"),
        "removed": _("no longer"),
        "finished": _("finished"),
        "earlier": _("earlier"),
        "later": _("later"),
    }
    return words.get(what, what)


def version_rows(versions: Iterable[PlanVersion], shown: int) -> tuple[VersionRow, ...]:
    """The versions, newest first."""
    return tuple(
        VersionRow(
            number=v.number,
            state=v.state,
            word=state_word(v.state),
            on=v.on,
            made_by=v.made_by.name,
            reason=v.reason,
            shown=v.number == shown,
        )
        for v in versions
    )


def _says(version: PlanVersion) -> str:
    made = _("Proposed for %(who)s on %(day)s") % {
        "who": version.made_by.name,
        "day": _day(version.made_at),
    }
    if version.adopted_at and version.adopted_by:
        adopted = _("adopted by %(who)s on %(day)s") % {
            "who": version.adopted_by.name,
            "day": _day(version.adopted_at),
        }
        return f"{made}, {adopted}."
    return f"{made}."


def _day(moment: datetime) -> str:
    return date_format(timezone.localdate(moment), "j M Y")


def _on_axis(plan: Plan, catalogue: Catalogue, likely: Mapping[str, Span]) -> Iterable[Planned]:
    for placement in plan.placements:
        if is_specific(placement, catalogue):
            module = catalogue.module(placement.module)
            span = likely[module.id]
            yield Planned(module.id, module.short, module.home, span, placement.running)


def _common(plan: Plan, catalogue: Catalogue) -> tuple[CommonLine, ...]:
    """Why is said of those of whom there is more to say than that they run in every course."""
    lines = []
    for placed in plan.placements:
        if placed.module in catalogue.modules and not is_specific(placed, catalogue):
            more = [one for one in placed.reasons if one.rule != ALWAYS]
            reasons = placed.reasons if more else ()
            name = catalogue.module(placed.module).name
            lines.append(CommonLine(name, why(reasons, catalogue.references)))
    return tuple(lines)


def _always_says(plan: Plan) -> str:
    """Why a common module is in the plan, said once for all of them."""
    every = (reason for placed in plan.placements for reason in placed.reasons)
    return next((one.says for one in every if one.rule == ALWAYS), "")


def _later_gates(plan: Plan, names: dict[Phase, str]) -> tuple[GateCard, ...]:
    later = [gate for gate in plan.gates if gate.leaves.order > plan.phase.order]
    cards = [gate_card(plan.gates, gate.leaves, names) for gate in later]
    return tuple(card for card in cards if card)
