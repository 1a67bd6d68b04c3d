"""A new plan when something has happened, as close to the one in force as it can be."""

from datetime import date

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.profile import Profile
from openimt.plan.plan import Change, Placement, Plan, Replan
from openimt.plan.propose import propose

_Compared = tuple[Plan, tuple[Change, ...]]
"""A plan, and what it does differently from the one in force."""


def replan(
    profile: Profile,
    catalogue: Catalogue,
    current: Plan,
    *,
    horizon_weeks: int = 78,
    budget_sessions: int | None = None,
) -> Replan:
    """The new plan, what it does differently from ``current`` and why.

    Modules of the current plan are preferred when the difference is small (``stability_module``),
    and keep their order. A module counts as moved from ``stability_start`` weeks on; the weeks
    that have passed since the current plan are taken into account. ``kept``: nothing changes.
    """
    standing = standing_weeks(current, profile.assessment.on, catalogue)
    steady, afresh = (
        propose(
            profile,
            catalogue,
            horizon_weeks=horizon_weeks,
            budget_sessions=budget_sessions,
            standing=leaning,
        )
        for leaning in (standing, None)
    )
    plan, changes = _nearer(
        (steady, compare(steady, standing, catalogue)),
        (afresh, compare(afresh, standing, catalogue)),
    )
    if not changes:
        return Replan(plan, (), True, "Nothing needs to change.")
    return Replan(plan, changes, False, _summary(changes))


def _nearer(steady: _Compared, afresh: _Compared) -> _Compared:
    """The plan that leans on the one in force; or the one made as if there were none, where that
    changes less and is worth no less. Leaning can move what would have stayed of itself."""
    if len(afresh[1]) < len(steady[1]) and (not afresh[1] or afresh[0].value >= steady[0].value):
        return afresh
    return steady


def standing_weeks(current: Plan, on: date, catalogue: Catalogue) -> dict[str, int]:
    """In how many weeks from the day ``on`` each specific module of the plan in force starts."""
    passed = max(0, (on - current.on).days // 7)
    common = {module.id for module in catalogue.common()}
    return {
        p.module: max(0, p.start_week - passed)
        for p in current.placements
        if p.module not in common
    }


def compare(plan: Plan, standing: dict[str, int], catalogue: Catalogue) -> tuple[Change, ...]:
    """What a plan does differently from the start weeks of the plan in force."""
    slack = catalogue.settings["stability_start"]
    found = [_gone(module, standing[module], plan) for module in sorted(standing)]
    for placement in plan.placements:
        if placement.module not in standing and placement.sessions > 0:
            found.append(_new(placement))
        elif placement.module in standing and not placement.running:
            found.append(_moved(placement, standing[placement.module], slack))
    return tuple(change for change in found if change is not None)


def _gone(module: str, week: int, plan: Plan) -> Change | None:
    left = next((out for out in plan.left_out if out.module == module), None)
    if left is None:
        return None
    rule = left.reasons[0].rule
    what = "finished" if rule == "finished" else "removed"
    return Change(module, what, left.reasons[0].says, before_week=week)


def _new(placement: Placement) -> Change:
    says = placement.reasons[0].says if placement.reasons else "it is called for now"
    return Change(placement.module, "added", says, after_week=placement.start_week)


def _moved(placement: Placement, before: int, slack: float) -> Change | None:
    shift = placement.start_week - before
    if abs(shift) < slack:
        return None
    what = "later" if shift > 0 else "earlier"
    weeks = f"{abs(shift)} {'week' if abs(shift) == 1 else 'weeks'} {what}"
    waits = [r.says for r in placement.reasons if not r.rule.startswith(_WHY_IN)]
    says = f"{weeks}: {waits[-1]}" if waits else f"{weeks}, because the work before it changed."
    return Change(placement.module, what, says, before, placement.start_week)


def _summary(changes: tuple[Change, ...]) -> str:
    counts = {what: sum(1 for c in changes if c.what == what) for what in _ORDER}
    words = [f"{count} {what}" for what, count in counts.items() if count]
    return "What changes: " + ", ".join(words) + "."


_WHY_IN = ("called_by_", "running", "prepares", "wished", "pin:")
"""Reasons for which a module is in a plan; the others say what it waits for."""
_ORDER = ("added", "removed", "finished", "earlier", "later")
