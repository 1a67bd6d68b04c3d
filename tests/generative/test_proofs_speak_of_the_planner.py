"""The formulas that are proved say what the planner does, person for person.

Each invented person is put into the solver's symbols; then a formula must come to exactly what the
planner's own functions answer: phase, gates, every rule that keeps a module out, every wait.
"""

import pytest
import z3
from hypothesis import given, settings

from openimt.catalogue.load import load
from openimt.errors import ConflictError
from openimt.exchange.examples import examples
from openimt.formulate.assessment import Assessment
from openimt.formulate.clause import stands_against
from openimt.formulate.understand import facts_of, understand
from openimt.plan.plan import Placement
from openimt.plan.propose import propose
from openimt.plan.rules import called_again, kept_out
from openimt.plan.situation import Situation, situation
from openimt.plan.waits import waits
from openimt.prove.cases import World
from openimt.prove.four import Formula
from openimt.prove.likeness import likeness
from openimt.prove.today import Today
from openimt.terms import PHASES, ModuleKind, Truth
from tests.generative.invented_people import assessments

CATALOGUE = load()
WORLD = World(CATALOGUE)
TODAYS = {today.therapy.id: today for today in WORLD.days}
for _today in TODAYS.values():
    for _module in _today.modules:
        _today.works(_module)
BY_CLAUSE = "contraindicated"
"""The planner names the clause; the formulas name the rule."""


class Likeness:
    """A person of whom every formula comes to yes or no."""

    def __init__(self, assessment: Assessment) -> None:
        profile = understand(assessment, CATALOGUE)
        self.situation: Situation = situation(profile, CATALOGUE, 78, None)
        self.today: Today = TODAYS[assessment.therapy]
        solver = z3.SimpleSolver()
        known = likeness(WORLD.person, facts_of(profile), self._again)
        solver.add(*known)
        assert solver.check() == z3.sat
        self.model = solver.model()

    def _again(self, module: str) -> bool:
        return called_again(CATALOGUE.modules[module], self.situation)

    def holds(self, formula: Formula) -> bool:
        return bool(z3.is_true(self.model.eval(formula, model_completion=True)))


def agrees(assessment: Assessment) -> None:
    person = Likeness(assessment)
    s, today = person.situation, person.today
    for phase in PHASES:
        assert person.holds(today.phases[phase]) is (phase is s.profile.phase), phase
    for state, gate in zip(s.profile.gates, today.therapy.gates, strict=True):
        for criterion, shape in zip(state.criteria, gate.criteria, strict=True):
            formula = today.criterion(shape).state(criterion.state)
            assert person.holds(formula), (criterion.id, criterion.state)
    for module in (m for m in CATALOGUE.modules.values() if m.kind is ModuleKind.SPECIFIC):
        reason = kept_out(module, s)
        rules = {name for name, rule in today.kept_out(module).items() if person.holds(rule)}
        assert (reason is not None) is bool(rules), (module.id, reason, rules)
        if reason is not None and module.dose.track != "group":
            named = reason.rule.split(":")[0]
            known = {c.id: BY_CLAUSE for c in module.contraindicated}
            assert known.get(named, named) in rules, (module.id, reason.rule, rules)
        waiting = {w.reason.rule for w in waits(module, s)}
        formulas = today.waits(module)
        told = {name for name, wait in formulas.items() if person.holds(wait)}
        assert told <= waiting, (module.id, told, waiting)
        clauses = {c.id for c in (*module.not_yet, *module.requires)} | {"danger_first"}
        assert waiting & clauses - kindly(module.id, s) <= told, module.id


def kindly(module: str, s: Situation) -> set[str]:
    """Clauses that nothing stands against, and that still let what builds them come first: a
    kindness of the order and no hard rule, so the formulas may let the module go ahead."""
    shape = CATALOGUE.modules[module]
    return {
        c.id for c in shape.requires if stands_against(c, Truth.NOT_MET, s.facts, module) is None
    }


@settings(max_examples=25)
@given(assessments(CATALOGUE))
def test_formulas_come_to_what_the_planner_says(assessment: Assessment) -> None:
    agrees(assessment)


@pytest.mark.parametrize("name", examples())
def test_they_agree_about_each_archetype(name: str) -> None:
    agrees(examples()[name])


def against(person: Likeness, placed: Placement) -> set[str]:
    """Which formulas forbid to start the module today. One that prepares another module need not
    be called for itself: its reason says so."""
    module, today = CATALOGUE.modules[placed.module], person.today
    rules = today.kept_out(module) | today.waits(module)
    found = {name for name, rule in rules.items() if person.holds(rule)}
    if not person.holds(today.phase_allows(module)):
        found.add("phase")
    prepares = any(reason.rule == "prepares" for reason in placed.reasons)
    return found - {"not_called_for"} if prepares else found


@settings(max_examples=12)
@given(assessments(CATALOGUE))
def test_no_plan_starts_today_what_the_formulas_forbid(assessment: Assessment) -> None:
    person = Likeness(assessment)
    try:
        plan = propose(person.situation.profile, CATALOGUE, time_limit=0.05)
    except ConflictError:
        return
    for placed in plan.placements:
        module = CATALOGUE.modules[placed.module]
        if module.kind is ModuleKind.SPECIFIC and placed.start_week == 0:
            assert against(person, placed) == set(), placed.module
