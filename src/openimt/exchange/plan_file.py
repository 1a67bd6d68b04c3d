"""The plan file: a Plan as JSON and back, so that ``replan`` can start from what was adopted."""

from datetime import date
from math import inf

from openimt.errors import ExchangeError, PlanningError
from openimt.exchange.documents import (
    BecauseDocument,
    ChangeDocument,
    CriterionDocument,
    DutyDocument,
    GateDocument,
    LeftOutDocument,
    PlacementDocument,
    PlanDocument,
    ReasonDocument,
    ReplanDocument,
    WindowDocument,
)
from openimt.exchange.fields import Fields
from openimt.formulate.profile import AssessNext, Because, CriterionState, Duty, GateState
from openimt.plan.plan import LeftOut, PhaseWindow, Placement, Plan, Reason, Replan
from openimt.terms import Phase, Response, Truth

FURTHEST = 1040
"""Twenty years in weeks: no plan looks further."""


def plan_to_json(plan: Plan) -> PlanDocument:
    """A plan as plain values, in the contract's words."""
    return {
        "patient": plan.patient,
        "on": plan.on.isoformat(),
        "catalogue": plan.catalogue,
        "therapy": plan.therapy,
        "phase": plan.phase,
        "horizon_weeks": plan.horizon_weeks,
        "duties": [_duty_to_json(duty) for duty in plan.duties],
        "placements": [_placement_to_json(placement) for placement in plan.placements],
        "left_out": [_left_out_to_json(left) for left in plan.left_out],
        "gates": [_gate_to_json(gate) for gate in plan.gates],
        "assess_next": [{"what": one.what, "why": one.why} for one in plan.assess_next],
        "windows": [_window_to_json(window) for window in plan.windows],
        "value": plan.value,
        "bound": plan.bound,
        "gap": plan.gap,
        "seconds": plan.seconds,
        "warnings": list(plan.warnings),
    }


def replan_to_json(replan: Replan) -> ReplanDocument:
    """A new plan with what it changes against the current one, and whether that one is kept."""
    changes: list[ChangeDocument] = [
        {
            "module": change.module,
            "what": change.what,
            "says": change.says,
            "before_week": change.before_week,
            "after_week": change.after_week,
        }
        for change in replan.changes
    ]
    plan = plan_to_json(replan.plan)
    return {**plan, "kept": replan.kept, "says": replan.says, "changes": changes}


def plan_from_json(data: object, file: str) -> Plan:
    """The plan that a parsed JSON object says; raises ExchangeError with the field path.

    Keys that a plan does not need, ``gap`` and ``changes`` among them, are not read.
    """
    top = Fields.of(data, file, ExchangeError)
    try:
        return _plan(top)
    except PlanningError as error:
        raise ExchangeError(error.says, file=file) from None


def _plan(top: Fields) -> Plan:
    return Plan(
        patient=top.name("patient"),
        on=_day(top),
        catalogue=top.name("catalogue"),
        therapy=top.text("therapy") or "imt",
        phase=_phase(top, "phase"),
        horizon_weeks=top.whole("horizon_weeks", 1, FURTHEST, default=FURTHEST),
        placements=tuple(_placement(row) for row in top.rows("placements")),
        left_out=tuple(_left_out(row) for row in top.rows("left_out")),
        gates=tuple(_gate(row) for row in top.rows("gates")),
        duties=tuple(_duty(row) for row in top.rows("duties")),
        assess_next=tuple(
            AssessNext(row.name("what"), row.text("why")) for row in top.rows("assess_next")
        ),
        windows=tuple(_window(row) for row in top.rows("windows")),
        value=top.number("value", -inf, inf) or 0.0,
        bound=top.number("bound", -inf, inf) or 0.0,
        seconds=top.number("seconds", 0, inf) or 0.0,
        warnings=top.texts("warnings"),
    )


def _day(top: Fields) -> date:
    on = top.day("on")
    if on is None:
        raise top.refuse("is missing; expected the day of the plan", "on")
    return on


def _phase(row: Fields, key: str) -> Phase:
    phase = row.word(key, Phase)
    if phase is None:
        raise row.refuse("is missing; expected a phase", key)
    return phase


def _because_to_json(because: tuple[Because, ...]) -> list[BecauseDocument]:
    return [{"says": one.says, "source": one.source} for one in because]


def _because(row: Fields) -> tuple[Because, ...]:
    return tuple(Because(one.text("says"), one.text("source")) for one in row.rows("because"))


def _reason_to_json(reason: Reason) -> ReasonDocument:
    return {
        "rule": reason.rule,
        "says": reason.says,
        "because": _because_to_json(reason.because),
        "source": reason.source,
    }


def _reasons(row: Fields) -> tuple[Reason, ...]:
    return tuple(
        Reason(one.name("rule"), one.text("says"), _because(one), one.text("source"))
        for one in row.rows("reasons")
    )


def _placement_to_json(placement: Placement) -> PlacementDocument:
    return {
        "module": placement.module,
        "phase": placement.phase,
        "start_week": placement.start_week,
        "sessions": placement.sessions,
        "running": placement.running,
        "reasons": [_reason_to_json(reason) for reason in placement.reasons],
    }


def _placement(row: Fields) -> Placement:
    if not row.has("start_week"):
        raise row.refuse("is missing; expected the week in which the module starts", "start_week")
    return Placement(
        module=row.name("module"),
        phase=_phase(row, "phase"),
        start_week=row.whole("start_week", 0, FURTHEST),
        sessions=row.whole("sessions", 0, 10_000),
        reasons=_reasons(row),
        running=bool(row.flag("running")),
    )


def _left_out_to_json(left: LeftOut) -> LeftOutDocument:
    return {
        "module": left.module,
        "reasons": [_reason_to_json(reason) for reason in left.reasons],
        "would_change": list(left.would_change),
        "value_lost": left.value_lost,
    }


def _left_out(row: Fields) -> LeftOut:
    lost = row.number("value_lost", -inf, inf) or 0.0
    return LeftOut(row.name("module"), _reasons(row), row.texts("would_change"), lost)


def _gate_to_json(gate: GateState) -> GateDocument:
    criteria: list[CriterionDocument] = [
        {"id": c.id, "says": c.says, "now": c.now, "state": c.state, "by": c.by}
        for c in gate.criteria
    ]
    return {
        "from": gate.leaves,
        "to": gate.to,
        "criteria": criteria,
    }


def _gate(row: Fields) -> GateState:
    criteria = tuple(_criterion(one) for one in row.rows("criteria"))
    return GateState(_phase(row, "from"), row.word("to", Phase), criteria)


def _criterion(row: Fields) -> CriterionState:
    state = row.word("state", Truth)
    if state is None:
        raise row.refuse("is missing; expected met, not_met, unknown or not_applicable", "state")
    return CriterionState(row.name("id"), row.text("says"), row.text("now"), state, row.text("by"))


def _duty_to_json(duty: Duty) -> DutyDocument:
    because = _because_to_json(duty.because)
    return {"id": duty.id, "says": duty.says, "response": duty.response, "because": because}


def _duty(row: Fields) -> Duty:
    response = row.word("response", Response)
    if response is None:
        raise row.refuse("is missing; expected what the duty calls for", "response")
    return Duty(row.name("id"), row.text("says"), response, _because(row))


def _window_to_json(window: PhaseWindow) -> WindowDocument:
    return {
        "phase": window.phase,
        "start_week": window.start_week,
        "end_week": window.end_week,
    }


def _window(row: Fields) -> PhaseWindow:
    start, end = row.whole("start_week", 0, FURTHEST), row.whole("end_week", 0, FURTHEST)
    return PhaseWindow(_phase(row, "phase"), start, end)
