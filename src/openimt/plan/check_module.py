"""Hard rules about whether a module may be in this person's plan at all."""

from collections.abc import Callable, Iterator

from openimt.plan.breach import Breach
from openimt.plan.check_case import Case
from openimt.plan.check_conditions import calls, is_safety, stands
from openimt.plan.check_severity import knows_personality
from openimt.terms import Phase, Truth

REPAIR_NEVER_POSTPONES = frozenset({"s1", "s2", "s3", "s4", "s5", "s6", "s7", "r1", "i9", "n7"})
"""Modules that a common module in repair never holds back (clinical decision 1)."""


def banned_never(case: Case) -> Iterator[Breach]:
    """What was asked to be left out is left out."""
    for p in case.plan.placements:
        if p.module in case.assessment.ban:
            yield Breach("banned_never", p.module, "it was asked to be left out")


def pinned_always(case: Case) -> Iterator[Breach]:
    """What was asked for is in the plan, or there is no plan."""
    for module in case.assessment.pin:
        if case.plan.placement(module) is None:
            yield Breach("pinned_always", module, "it was asked for and is not there")


def consent(case: Case) -> Iterator[Breach]:
    """Nothing but safety is placed against the person's clear no."""
    for p, module in case.specific():
        if case.assessment.preferences.get(p.module, 0) <= -1 and not is_safety(module, case):
            yield Breach("consent", p.module, "the person said no")


def assessment_first(case: Case) -> Iterator[Breach]:
    """Without a diagnosis or a reading of personality severity nothing specific but safety, which
    is what costs no session budget."""
    if knows_personality(case.assessment, case.catalogue):
        return
    for p, module in case.specific():
        if module.dose.budget:
            yield Breach("assessment_first", p.module, "it is proposed before assessment")


def contraindicated_never(case: Case) -> Iterator[Breach]:
    """What would harm is not placed; not knowing counts only where the clause says so."""
    for p, module in case.specific():
        for clause in module.contraindicated:
            state = stands(clause, case, None, module.id)
            unknown = state is Truth.UNKNOWN and clause.unknown_blocks
            if state is Truth.MET or unknown:
                yield Breach("contraindicated_never", p.module, clause.says)


def competence(case: Case) -> Iterator[Breach]:
    """A module that asks for training is planned only where somebody has it."""
    here = case.assessment.context.competences
    if here is None:
        return
    for p, module in case.specific():
        if module.competences and not set(module.competences) & set(here):
            yield Breach("competence", p.module, "nobody here is trained in it")


def ended_stays_ended(case: Case) -> Iterator[Breach]:
    """What was ended, or has reached step 4, comes back only by request or by a fact."""
    for p, module in case.specific():
        done = case.done(p.module)
        over = bool(done.ended) or done.step >= 4
        called = calls(module.mandatory, module.id, case)
        if over and not case.pinned(p.module) and not called:
            yield Breach("ended_stays_ended", p.module, "it is over and nobody asked for it")


def dose(case: Case) -> Iterator[Breach]:
    """Sessions lie between one and the most that the module says."""
    for p, module in case.specific():
        if not 1 <= p.sessions <= module.dose.most:
            yield Breach("dose", p.module, f"{p.sessions} sessions are planned")


def running_said(case: Case) -> Iterator[Breach]:
    """The plan knows what is running."""
    for p, _ in case.specific():
        if p.running is not case.running(p.module):
            yield Breach("running_said", p.module, "the plan is wrong about whether it runs")


def repair_without_punishment(case: Case) -> Iterator[Breach]:
    """Repair postpones only new exploration and integration work, and excludes nothing."""
    for left in case.plan.left_out:
        if any(r.rule == "repair_first" for r in left.reasons):
            yield Breach("repair_without_punishment", left.module, "repair keeps it out")
    late = {Phase.EXPLORATION, Phase.INTEGRATION}
    for p, module in case.specific():
        spared = p.module in REPAIR_NEVER_POSTPONES or module.home not in late
        held = any(r.rule == "repair_first" for r in p.reasons)
        if held and (spared or case.running(p.module)):
            yield Breach("repair_without_punishment", p.module, "repair holds it back")


MODULE_RULES: tuple[Callable[[Case], Iterator[Breach]], ...] = (
    banned_never,
    pinned_always,
    consent,
    assessment_first,
    contraindicated_never,
    competence,
    ended_stays_ended,
    dose,
    running_said,
    repair_without_punishment,
)
