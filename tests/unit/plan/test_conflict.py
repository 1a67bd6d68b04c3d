"""An impossible request is answered with a smallest set of what collides."""

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.module import Dose
from openimt.errors import AssessmentError, ConflictError, PlanningError
from openimt.formulate.assessment import Assessment, Context, Diagnosis, SafetyJudgement
from openimt.formulate.understand import understand
from openimt.plan.propose import propose
from openimt.terms import CapacityState
from tests.builders import ON, catalogue, clause, judged, module, safety_plan_module

BIG = Dose(10, 12, 20)


def conflict(*modules: object, budget: int | None = None, horizon: int = 40, **known: object):
    fields = {
        "diagnosis": Diagnosis("6D11.5", "clinician", ON),
        "events": (),
        "judgements": (judged("containment_done"),),
    } | known
    here = catalogue(*modules)
    profile = understand(Assessment("p", ON, **fields), here)
    with pytest.raises(ConflictError) as refused:
        propose(profile, here, horizon_weeks=horizon, budget_sessions=budget)
    return refused.value.conflict


def test_asked_for_and_asked_to_be_left_out() -> None:
    found = conflict(module("r3"), pin=("r3",), ban=("r3",))
    assert found == ("ban:r3", "pin:r3")


def test_more_was_asked_for_than_the_budget_holds() -> None:
    both = (module("r3", dose=BIG), module("r4", dose=BIG), module("r5"))
    found = conflict(*both, pin=("r3", "r4", "r5"), budget=15)
    assert found == ("budget", "pin:r3", "pin:r4")


def test_a_module_whose_provider_is_left_out() -> None:
    later = module("i2", requires=(clause("i2.first", {"module": "i1", "step": 2}),))
    found = conflict(later, module("i1"), pin=("i2",), ban=("i1",))
    assert found == ("ban:i1", "i2.first", "pin:i2")


def test_what_would_harm_cannot_be_asked_for() -> None:
    barred = module("r7", contraindicated=(clause("r7.risk", {"imminent_risk": True}),))
    danger = SafetyJudgement(imminent_risk=True, judged_by="dr-a", judged_on=ON)
    assert conflict(barred, pin=("r7",), safety=danger) == ("pin:r7", "r7.risk")


def test_nobody_here_is_trained_in_it() -> None:
    found = conflict(
        module("r7", competences=("trauma",)),
        pin=("r7",),
        context=Context(competences=("gpm",)),
    )
    assert found == ("competence", "pin:r7")


def test_the_safety_plan_is_never_withheld() -> None:
    danger = SafetyJudgement(imminent_risk=True, judged_by="dr-a", judged_on=ON)
    found = conflict(safety_plan_module(), ban=("s1",), safety=danger)
    assert found == ("ban:s1", "safety:s1")


def test_a_common_module_cannot_be_left_out() -> None:
    assert conflict(module("r3"), ban=("c2",)) == ("common_runs_always", "ban:c2")


def test_it_cannot_be_reached_within_the_weeks() -> None:
    from openimt.terms import Phase

    late = module("n5", Phase.INTEGRATION)
    found = conflict(late, pin=("n5",), horizon=5)
    assert set(found) == {"horizon", "phase_order", "pin:n5"}


def test_the_sentence_names_each_part() -> None:
    here = catalogue(module("r3"))
    person = Assessment(
        "p", ON, diagnosis=Diagnosis("6D11", "c", ON), pin=("r3",), ban=("r3",), events=()
    )
    with pytest.raises(ConflictError, match="“Module r3” \\(r3\\) was asked for"):
        propose(understand(person, here), here)


def test_a_misspelt_module_is_refused_rather_than_passed_over() -> None:
    here = catalogue(module("r3"))
    with pytest.raises(AssessmentError, match="no module 'r33'"):
        understand(Assessment("p", ON, ban=("r33",)), here)


@pytest.mark.parametrize("bounds", [{"horizon_weeks": 0}, {"budget_sessions": -1}])
def test_bounds_that_mean_nothing_are_refused(bounds: dict) -> None:
    here = catalogue(module("r3"))
    with pytest.raises(PlanningError):
        propose(understand(Assessment("p", ON), here), here, **bounds)


def test_what_only_comes_first_by_kindness_hides_no_rule() -> None:
    """Leaving a rule aside must not let something new come first: R3 in ten weeks collides with
    what it asks for, and not with the ten weeks alone."""
    packaged = load()
    able = dict.fromkeys(packaged.capacities, CapacityState.SHOWN)
    known = Assessment(
        "p",
        ON,
        capacities=able | {"names_emotions": CapacityState.NOT_SHOWN},
        diagnosis=Diagnosis("6D11"),
        therapy="dbt",
        pin=("r3",),
    )
    with pytest.raises(ConflictError) as refused:
        propose(understand(known, packaged), packaged, horizon_weeks=10)
    assert refused.value.conflict == ("horizon", "pin:r3", "r3.names_emotions")
