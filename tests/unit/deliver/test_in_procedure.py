"""Where a course under MIT stands: no step without the one before, and always a way back."""

from datetime import date, timedelta

import pytest

from openimt.catalogue.load import load
from openimt.deliver.in_procedure import InProcedure, in_procedure
from openimt.deliver.standing import step_of
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Delivered,
    Judgement,
    SafetyJudgement,
)
from openimt.formulate.profile import Profile
from openimt.formulate.understand import understand
from openimt.terms import CapacityState, CommonState

ON = date(2026, 11, 23)
CATALOGUE = load()
MIT = CATALOGUE.therapy("mit")
SHOWN = CapacityState.SHOWN
IN_A = {"gives_episodes": SHOWN, "names_emotions": SHOWN}
SHARED = {**IN_A, "knows_own_schema": SHOWN}


def profile(**known: object) -> Profile:
    return understand(Assessment("p1", ON, therapy="mit", **known), CATALOGUE)  # type: ignore[arg-type]


def stands(**known: object) -> InProcedure:
    found = in_procedure(MIT, profile(**known))
    assert found is not None
    return found


def judged(step: str, *, met: bool) -> Judgement:
    return Judgement(f"mit.{step}", met, "Ana", ON + timedelta(weeks=4), "so it was", "clinician")


PLACES = [
    # what is known, the step the work is on, change allowed
    ({}, "a1", False),
    ({"capacities": IN_A}, "a3", False),
    ({"capacities": IN_A, "delivered": (Delivered("i2", 1),)}, "a4", False),
    ({"capacities": IN_A, "delivered": (Delivered("i2", 2),)}, "a6", False),
    ({"capacities": SHARED}, "b1", True),
    ({"capacities": SHARED, "delivered": (Delivered("i6", 3),)}, "b2", True),
]


@pytest.mark.parametrize(("known", "step", "change"), PLACES)
def test_the_work_is_on_the_first_step_that_does_not_hold(
    known: dict[str, object], step: str, change: bool
) -> None:
    found = stands(**known)
    assert (found.here.step.id, found.only_explores) == (step, not change)
    assert found.here.missing
    at = [one.here for one in found.steps].index(True)
    assert all(one.holds for one in found.steps[:at])
    assert found.before == (found.steps[at - 1] if at else None)


@pytest.mark.parametrize("known", [known for known, _, _ in PLACES])
def test_it_says_what_the_agenda_says(known: dict[str, object]) -> None:
    on_the_agenda = step_of(MIT, profile(**known))
    assert on_the_agenda is not None
    assert stands(**known).here.step == on_the_agenda.step


def test_in_a_nothing_is_changed_and_in_b_it_may_be() -> None:
    for one in stands().steps:
        changes = one.step.stage == "b"
        assert ("change" in one.step.allows) is changes


def test_a_judgement_takes_one_step_back_and_forbids_change_again() -> None:
    back = stands(capacities=SHARED, judgements=(judged("a2", met=False),))
    assert (back.here.step.id, back.only_explores) == ("a2", True)
    assert "Ana judges that it does not hold: so it was" in back.here.missing
    assert back.steps[2].holds


def test_a_judgement_takes_it_on_where_records_show_nothing() -> None:
    assert stands(judgements=(judged("a1", met=True),)).here.step.id == "a2"


def test_every_step_but_the_first_knows_its_way_back() -> None:
    first, *rest = stands().steps
    assert first.back_to is None
    order = [one.step.id for one in (first, *rest)]
    for one in rest:
        assert one.back_to is not None
        assert order.index(one.back_to.id) < order.index(one.step.id)


def test_what_interrupts_comes_at_any_step() -> None:
    ruptured = {"c2": CommonReading(CommonState.NEEDS_REPAIR, because="silence")}
    danger = SafetyJudgement(imminent_risk=True, judged_by="Ana", judged_on=ON, until=ON)
    assert [one.id for one in stands(common=ruptured).interrupts] == ["rupture"]
    both = stands(common=ruptured, safety=danger, capacities=SHARED)
    assert [one.id for one in both.interrupts] == ["danger", "rupture"]
    assert both.here.step.id == "b1"
    assert [one.id for one in stands().every_regulator] == ["danger", "rupture", "arousal"]


def test_when_every_step_holds_the_last_is_kept_up() -> None:
    done = tuple(Delivered(module, 3) for module in ("i2", "i6", "n4", "i7", "i8", "i3", "n1"))
    found = stands(capacities=SHARED, delivered=done)
    assert found.all_hold
    assert found.here.step.id == "b6"


def test_a_therapy_that_says_nothing_of_change_forbids_none() -> None:
    found = in_procedure(CATALOGUE.therapy("dbt"), profile())
    assert found is not None
    assert not found.only_explores


def test_a_procedure_without_an_order_has_no_place() -> None:
    assert in_procedure(CATALOGUE.therapy("gpm"), profile()) is None
