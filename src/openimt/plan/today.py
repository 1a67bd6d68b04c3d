"""May a module of a plan be worked on today? A plan looks ahead; the day itself is asked again.

What was planned weeks ago is held when a fact of today stands against it: danger, a contra-
indication, a clear no, a condition of its start, or the phase. It is held, never ended. What is
proved of every possible patient (``openimt.prove``) is proved of this.
"""

from openimt.catalogue.module import Module
from openimt.formulate.clause import stands_against
from openimt.plan.plan import Reason
from openimt.plan.rules import kept_out
from openimt.plan.situation import Situation
from openimt.plan.start import allowed_phases
from openimt.plan.waits import waits
from openimt.terms import Truth

NOT_OF_THE_DAY = frozenset({"not_called_for", "finished", "assessment_before_plan", "no_group"})
"""Rules about making a plan; what stands in an adopted plan is not taken off the table by them."""


def held_today(module: Module, s: Situation) -> Reason | None:
    """Why a planned module is not worked on today, or None when nothing stands against it."""
    reason = kept_out(module, s)
    if reason is not None and reason.rule not in NOT_OF_THE_DAY:
        return reason
    hard = {"danger_first", "repair_first", *_standing(module, s)}
    for wait in waits(module, s):
        if wait.reason.rule in hard:
            return wait.reason
    if s.profile.phase not in allowed_phases(module, s):
        now, home = s.therapy.phase(s.profile.phase).name, s.therapy.phase(module.home).name
        says = f"The course is in “{now}” now; this has its place in “{home}”."
        return Reason("phase_order", says, s.profile.phase_because, "OpenIMT clinical decisions, 6")
    return None


def _standing(module: Module, s: Situation) -> set[str]:
    """The clauses that stand against the module today, apart from what merely comes first."""
    lists = ((module.not_yet, Truth.MET), (module.requires, Truth.NOT_MET))
    return {
        clause.id
        for clauses, against in lists
        for clause in clauses
        if stands_against(clause, against, s.facts, module.id) is not None
    }
