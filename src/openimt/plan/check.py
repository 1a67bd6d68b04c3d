"""An independent check of a plan: every hard rule, read from the facts a second time.

It shares nothing with the planner but the shape of a plan, so that both would have to be wrong in
the same way for a broken rule to pass unseen. One function a rule; each yields what breaks it.
"""

from collections.abc import Callable, Iterator

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.assessment import Assessment
from openimt.plan.breach import Breach
from openimt.plan.check_case import Case, in_sessions
from openimt.plan.check_conditions import calls, is_safety, lapsed_yes
from openimt.plan.check_module import MODULE_RULES
from openimt.plan.check_time import TIME_RULES
from openimt.plan.plan import Plan
from openimt.terms import FACT_TARGETS, EventKind, ModuleKind, Phase, SafetyPlanState

Rule = Callable[[Case], Iterator[Breach]]


def check_plan(
    plan: Plan, assessment: Assessment, catalogue: Catalogue, *, budget_sessions: int | None = None
) -> tuple[Breach, ...]:
    """Every hard rule that a plan breaks for this person; an empty answer means none.

    ``budget_sessions``: the budget the plan was asked to keep, if there was one.
    """
    case = Case(plan, assessment, catalogue)
    found = [breach for rule in RULES for breach in rule(case)]
    return (*found, *_over_budget(case, budget_sessions))


def same_request(case: Case) -> Iterator[Breach]:
    """The plan is for this person, on this day, from this catalogue, under this therapy."""
    plan, a = case.plan, case.assessment
    said = (plan.patient, plan.on, plan.catalogue, plan.therapy)
    if said != (a.patient, a.on, case.catalogue.version, a.therapy):
        yield Breach("same_request", "", "the plan is for another person, day or catalogue")


def each_once(case: Case) -> Iterator[Breach]:
    """Every module of the catalogue is placed or left out, and once."""
    named = [p.module for p in case.plan.placements] + [x.module for x in case.plan.left_out]
    for module in sorted(set(named) - set(case.catalogue.modules)):
        yield Breach("each_once", module, "it is not in the catalogue")
    for module in sorted(case.catalogue.modules):
        if named.count(module) != 1:
            yield Breach("each_once", module, f"it is named {named.count(module)} times, not once")


def within_horizon(case: Case) -> Iterator[Breach]:
    """Every start lies in the horizon."""
    for p in case.plan.placements:
        if not 0 <= p.start_week < case.plan.horizon_weeks:
            yield Breach("within_horizon", p.module, f"it starts in week {p.start_week}")


def common_always(case: Case) -> Iterator[Breach]:
    """The common modules run from the first week, in the phase the person is in."""
    for module in case.catalogue.modules.values():
        if module.kind is not ModuleKind.COMMON:
            continue
        placed = case.plan.placement(module.id)
        if placed is None or placed.start_week != 0 or placed.phase is not case.plan.phase:
            yield Breach("common_always", module.id, "it does not run from the first week")


def reasons_given(case: Case) -> Iterator[Breach]:
    """Everything in the plan and everything left out has a reason in words."""
    given = [(p.module, p.reasons) for p in case.plan.placements]
    given += [(left.module, left.reasons) for left in case.plan.left_out]
    for module, reasons in given:
        if not reasons or not all(r.rule and r.says for r in reasons):
            yield Breach("reasons_given", module, "it has no reason in words")


def safety_phase_by_fact(case: Case) -> Iterator[Breach]:
    """The phase is Safety exactly when a person or an unreviewed fact says so; no score does it."""
    if (case.plan.phase is Phase.SAFETY) is not case.danger():
        says = f"the plan says {case.plan.phase}, the facts say {'' if case.danger() else 'not '}"
        yield Breach("safety_phase_by_fact", "", f"{says}safety")


def facts_are_not_scored(case: Case) -> Iterator[Breach]:
    """Suicidality and self-harm carry no severity and no effect, anywhere."""
    for reading in case.assessment.readings:
        if reading.target in FACT_TARGETS and reading.severity is not None:
            yield Breach("facts_are_not_scored", "", f"{reading.target} has a severity")
    for module in case.catalogue.modules.values():
        if any(a.target in FACT_TARGETS and a.effect is not None for a in module.aims):
            yield Breach("facts_are_not_scored", module.id, "it weighs an effect on a fact")


def value_below_bound(case: Case) -> Iterator[Breach]:
    """No plan is worth more than its bound."""
    if case.plan.value > case.plan.bound or case.plan.gap < 0:
        says = f"value {case.plan.value:g} exceeds the bound {case.plan.bound:g}"
        yield Breach("value_below_bound", "", says)


def safety_never_withheld(case: Case) -> Iterator[Breach]:
    """What safety calls for is in the plan, unless it is done and still in force."""
    for module in case.catalogue.modules.values():
        if module.kind is not ModuleKind.SPECIFIC or case.plan.placement(module.id):
            continue
        if is_safety(module, case) and not _in_force(case, module.id):
            yield Breach("safety_never_withheld", module.id, "safety calls for it")


def _in_force(case: Case, module: str) -> bool:
    """Done or ended, the safety plan made or replaced, and nothing worrying since that day."""
    safety = case.assessment.safety
    done = case.done(module)
    if case.danger() or safety.plan_on is None or (done.step < 4 and not done.ended):
        return False
    worrying = {"self_harm_act", "suicide_attempt", "suicidal_intent", "suicidal_plan"}
    since = [e for e in case.assessment.events or () if e.on > safety.plan_on]
    urges = [e.value or 0 for e in since if e.kind is EventKind.SUICIDAL_URGE]
    asked = [a.on or case.assessment.on for a in case.assessment.safety_answers]
    return (
        safety.plan in {SafetyPlanState.MADE, SafetyPlanState.REPLACED}
        and not any(e.kind in worrying for e in since)
        and not any(urge > 0 for urge in urges)
        and not any(day > safety.plan_on for day in asked)
    )


def mandatory_not_forgotten(case: Case) -> Iterator[Breach]:
    """A module that a fact calls for is left out only because another rule stands against it."""
    for left in case.plan.left_out:
        module = case.catalogue.modules.get(left.module)
        if module is None or not calls(module.mandatory, module.id, case):
            continue
        if {r.rule for r in left.reasons} & {"not_called_for", "nothing_to_add"}:
            yield Breach("mandatory_not_forgotten", module.id, "a fact calls for it")


def lapsed_judgement_is_a_task(case: Case) -> Iterator[Breach]:
    """A judgement of imminent risk that has lapsed asks a person to look again."""
    safety = case.assessment.safety
    if safety.imminent_risk is None or safety.until is None or safety.until >= case.plan.on:
        return
    if not any(duty.id == "judgement_lapsed" for duty in case.plan.duties):
        yield Breach("lapsed_judgement_is_a_task", "", "nobody is asked to look again")


def lapsed_call_is_a_task(case: Case) -> Iterator[Breach]:
    """A judgement that called for protection and has lapsed is asked for again."""
    said = {duty.id for duty in case.plan.duties}
    for module in case.catalogue.modules.values():
        if case.done(module.id).step >= 4 or case.done(module.id).ended:
            continue
        for clause in module.mandatory:
            for part in clause.when.flat():
                word = part.of[0] if part.asks == "judgement" else ""
                if word and lapsed_yes(word, case) and f"judge_again_{word}" not in said:
                    yield Breach("lapsed_call_is_a_task", module.id, f"nobody judges {word} again")


def _over_budget(case: Case, budget: int | None) -> Iterator[Breach]:
    """Individual sessions keep to the budget; groups and modules that cost none are not counted."""
    used = sum(p.sessions for p, module in case.specific() if in_sessions(module))
    if budget is not None and used > budget:
        yield Breach("within_budget", "", f"{used} sessions are planned, {budget} are there")


RULES: tuple[Rule, ...] = (
    same_request,
    each_once,
    within_horizon,
    common_always,
    reasons_given,
    safety_phase_by_fact,
    facts_are_not_scored,
    value_below_bound,
    safety_never_withheld,
    mandatory_not_forgotten,
    lapsed_judgement_is_a_task,
    lapsed_call_is_a_task,
    *MODULE_RULES,
    *TIME_RULES,
)
