"""A slip that a promise guards is noticed; one that nothing guards is told as missed."""

from collections import Counter
from dataclasses import replace

from openimt.catalogue.catalogue import Catalogue
from openimt.prove.kills import Kill, kill_rate
from openimt.prove.mutants import mutants
from tests.builders import aim, clause, module
from tests.unit.prove.bad_catalogues import (
    ANSWER_CALLS,
    ATTEMPT,
    FIRM,
    NO_ATTEMPT_FIRST,
    REGULATED,
    SENIOR_MAY,
    SETTLES,
    gate_of_attempts,
    holding,
    promising,
    teaching,
    trauma,
    with_rule,
)


def guarded(**fields: object) -> Catalogue:
    gate = gate_of_attempts(**fields)
    return promising(
        holding(trauma(gate), criteria=FIRM), NO_ATTEMPT_FIRST, ANSWER_CALLS, REGULATED
    )


def tried(catalogue: Catalogue, about: str | None = None) -> dict[str, Kill]:
    return {k.mutant: k for k in kill_rate(catalogue, mutants(catalogue, about))}


def test_what_a_promise_guards_is_noticed_by_it() -> None:
    found = tried(guarded(), "r7")
    for slip in (
        "deleted: r7.attempt",
        "negated: r7.attempt",
        "unknown flipped: r7.attempt",
        "override changed: r7.attempt -> senior",
        "number loosened: r7.attempt, within_weeks of suicide_attempt: 8 -> 4",
    ):
        assert (found[slip].by, found[slip].promise) == ("gates_hold", "trauma.attempt")
    assert found["in danger, too: r7"].by == "danger_first"
    assert found["in danger, too: r7"].promise == ""


def test_an_override_lost_or_given_away_is_noticed() -> None:
    catalogue = promising(holding(trauma(gate_of_attempts(override="senior"))), SENIOR_MAY)
    found = tried(catalogue, "r7")
    assert found["override changed: r7.attempt -> nobody"].promise == "trauma.attempt"
    assert found["override changed: r7.attempt -> clinician"].promise == "trauma.attempt"


def test_without_a_promise_a_lost_gate_is_missed() -> None:
    found = tried(replace(guarded(), promises={}), "r7")
    lost = found["deleted: r7.attempt"]
    assert (lost.killed, lost.stricter, lost.missed) == (False, False, True)


def test_a_slip_that_lets_nobody_in_is_told_apart() -> None:
    """Two gates ask the same: losing one of them changes nothing, losing both would."""
    twice = (gate_of_attempts(), clause("r7.again", ATTEMPT, unknown_blocks=True))
    found = tried(promising(holding(trauma(*twice)), NO_ATTEMPT_FIRST), "r7")
    lost = found["deleted: r7.again"]
    assert (lost.killed, lost.stricter, lost.missed) == (False, True, False)


def test_a_criterion_is_guarded_by_the_promise_beyond_its_phase() -> None:
    found = tried(guarded(), "leave_regulation")
    assert found["deleted: imt.regulation_over"].promise == "regulated"
    assert found["negated: imt.regulation_over"].by == "phases_hold"


def test_a_lost_call_of_safety_is_noticed() -> None:
    found = tried(guarded(), "s1")
    assert found["call deleted: s1.answer"].promise == "plan.answer"
    assert found["costs sessions: s1"].by == "safety_comes"
    assert found["call deleted: s1.danger"].missed
    assert {"fact weighed: s1, suicidality", "fact weighed: s1, self_harm"} <= found.keys()
    assert found["fact weighed: s1, self_harm"].by == "facts_are_no_scores"


def test_what_belongs_to_no_module_is_tried_too() -> None:
    asking = module("r2", aims=(aim("anger"),), requires=(clause("r2.settles", SETTLES),))
    taught = tried(teaching(holding(asking, module("s4")), "s4"), "")
    assert taught["builders removed: can_settle"].by == "capacities_are_taught"
    ruled = tried(with_rule("It never hides the plan."), "")
    assert ruled["never removed: gpm.calls"].by == "no_therapy_hides_safety"


def test_each_is_told_as_it_comes_and_none_is_tried_twice() -> None:
    told: list[Kill] = []
    found = kill_rate(guarded(), told=told.append)
    assert list(found) == told
    assert [name for name, n in Counter(k.mutant for k in found).items() if n > 1] == []
