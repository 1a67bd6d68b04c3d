"""How long each planned module is likely to run: the weeks in which its sessions fall.

A plan says when a module starts and how many sessions it takes. Several modules share the week's
individual sessions in turn, so each runs longer than its sessions alone would; a group meets once a
week from its start.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.plan.plan import Placement, Plan
from openimt.terms import ModuleKind


@dataclass(frozen=True)
class Span:
    """The weeks of a module after the plan's day: from ``start`` up to, not including, ``end``."""

    start: int
    end: int


def spans(plan: Plan, catalogue: Catalogue, sessions_per_week: float) -> Mapping[str, Span]:
    """The likely weeks of every specific module of a plan.

    A module that costs no session runs beside the others to the end of the phase it starts in.
    """
    specific = [p for p in plan.placements if _specific(p, catalogue)]
    paying = [p for p in specific if catalogue.module(p.module).dose.takes_sessions]
    ends = _walk(paying, sessions_per_week, plan.horizon_weeks)
    ends |= {p.module: _met(p, plan) for p in specific if _in_group(p, catalogue)}
    return {
        p.module: Span(p.start_week, max(p.start_week + 1, ends.get(p.module, _beside(p, plan))))
        for p in specific
    }


def _specific(placement: Placement, catalogue: Catalogue) -> bool:
    known = catalogue.modules.get(placement.module)
    return known is not None and known.kind is ModuleKind.SPECIFIC


def _in_group(placement: Placement, catalogue: Catalogue) -> bool:
    dose = catalogue.module(placement.module).dose
    return dose.budget and not dose.takes_sessions


def _met(placement: Placement, plan: Plan) -> int:
    return min(placement.start_week + placement.sessions, plan.horizon_weeks)


def _beside(placement: Placement, plan: Plan) -> int:
    ends = [w.end_week for w in plan.windows if w.start_week <= placement.start_week < w.end_week]
    return ends[0] if ends else plan.horizon_weeks


def _walk(paying: list[Placement], per_week: float, horizon: int) -> dict[str, int]:
    """The week after each module's last session, giving sessions to who waited longest."""
    left = {p.module: p.sessions for p in paying}
    served = {p.module: -1 for p in paying}
    ends: dict[str, int] = {}
    credit = 0.0
    for week in range(horizon):
        running = [p.module for p in paying if p.start_week <= week and left[p.module] > 0]
        credit += per_week
        while credit >= 1:
            credit -= 1
            if not running:
                continue
            module = min(running, key=lambda m: (served[m], m))
            left[module] -= 1
            served[module], ends[module] = week, week + 1
            running = [m for m in running if left[m] > 0]
    return {p.module: ends.get(p.module, horizon) if left[p.module] == 0 else horizon
            for p in paying}  # fmt: skip
