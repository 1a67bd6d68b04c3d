"""A plan for a person at a terminal: what now, what then, why, and what we look for."""

from collections.abc import Iterator

from openimt.catalogue.catalogue import Catalogue
from openimt.cli.console import width, wrapped
from openimt.formulate.profile import GateState
from openimt.plan.plan import LeftOut, Placement, Plan, Reason
from openimt.terms import ModuleKind, Truth

MARKS = {
    Truth.MET: "✓ met",
    Truth.NOT_MET: "· not yet",
    Truth.UNKNOWN: "? unknown",
    Truth.NOT_APPLICABLE: "– not needed",
}

FEW = 3
"""Grounds shown at a terminal; the JSON document has them all."""


def shown(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    """The plan as lines of text."""
    yield f"{plan.patient}, {plan.on}: {plan.therapy.upper()}, {_phase_name(plan, catalogue)}"
    yield f"catalogue {plan.catalogue}, {plan.horizon_weeks} weeks"
    if plan.duties:
        yield from _titled("FIRST")
        for says, grounds in _duties(plan).items():
            yield from wrapped(f"{says} ({_few(grounds)})" if grounds else says, "  ! ")
    yield from _titled("THE PLAN")
    specific = [p for p in plan.placements if not _is_common(p, catalogue)]
    if not specific:
        yield "  No specific module yet; what runs throughout runs now."
    for placement in specific:
        yield from _placed(placement, catalogue)
    yield from _common(plan, catalogue)
    if plan.assess_next:
        yield from _titled("STILL TO FIND OUT")
        for one in plan.assess_next:
            yield from wrapped(f"{one.what}: {one.why}", "  – ")
    gate = next((gate for gate in plan.gates if gate.leaves == plan.phase), None)
    if gate is not None:
        yield from _gate(gate)
    yield from _left_out(plan, catalogue)


def _duties(plan: Plan) -> dict[str, list[str]]:
    """Each duty once, with everything that it rests on."""
    found: dict[str, list[str]] = {}
    for duty in plan.duties:
        grounds = found.setdefault(duty.says, [])
        grounds += [because.says for because in duty.because if because.says not in grounds]
    return found


def _few(grounds: list[str]) -> str:
    more = [f"and {len(grounds) - FEW} more"] if len(grounds) > FEW else []
    return "; ".join([*grounds[:FEW], *more])


def _phase_name(plan: Plan, catalogue: Catalogue) -> str:
    therapy = catalogue.therapies.get(plan.therapy)
    names = {one.phase: one.name for one in therapy.phases} if therapy else {}
    return f"now in {names.get(plan.phase, str(plan.phase))}"


def _titled(title: str) -> list[str]:
    return ["", title]


def _is_common(placement: Placement, catalogue: Catalogue) -> bool:
    module = catalogue.modules.get(placement.module)
    return module is not None and module.kind is ModuleKind.COMMON


def _name(module: str, catalogue: Catalogue) -> str:
    known = catalogue.modules.get(module)
    return known.name if known else module


def _placed(placement: Placement, catalogue: Catalogue) -> Iterator[str]:
    when = "running" if placement.running else f"week {placement.start_week}"
    if placement.running and placement.start_week > 0:
        when = f"paused to week {placement.start_week}"
    dose = f"{placement.sessions} sessions" if placement.sessions != 1 else "1 session"
    head = f"  {placement.module.upper():<3} {_name(placement.module, catalogue)}"
    tail = f"{when}, {dose}, {placement.phase}"
    gap = max(2, width() - len(head) - len(tail))
    yield head + " " * gap + tail
    for reason in placement.reasons:
        yield from _reason(reason)


def _reason(reason: Reason) -> list[str]:
    rests = "; ".join(because.says for because in reason.because)
    return wrapped(reason.says + (f" ({rests})" if rests else ""), "      ")


def _common(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    common = [p for p in plan.placements if _is_common(p, catalogue)]
    if not common:
        return
    yield from _titled("THROUGHOUT")
    for placement in common:
        says = placement.reasons[0].says if placement.reasons else ""
        name = f"{placement.module.upper()}  {_name(placement.module, catalogue)}"
        yield from wrapped(f"{name}: {says}" if says else name, "  ", "      ")


def _gate(gate: GateState) -> Iterator[str]:
    yield from _titled("WHAT WE LOOK FOR BEFORE MOVING ON")
    for criterion in gate.criteria:
        now = f" ({criterion.now})" if criterion.now else ""
        mark = MARKS[criterion.state]
        yield from wrapped(f"{criterion.says}{now}", f"  {mark:<13} ")


def _left_out(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    if not plan.left_out:
        return
    yield from _titled("NOT IN THIS PLAN")
    for left in plan.left_out:
        yield from _one_left_out(left, catalogue)


def _one_left_out(left: LeftOut, catalogue: Catalogue) -> list[str]:
    why = left.reasons[0].says if left.reasons else ""
    change = f" Would change: {'; '.join(left.would_change)}." if left.would_change else ""
    head = f"{left.module.upper():<3} {_name(left.module, catalogue)}: "
    return wrapped(f"{head}{why}.{change}".replace("..", "."), "  ", "      ")
