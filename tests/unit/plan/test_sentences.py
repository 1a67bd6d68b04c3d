"""What a plan says is so, and nothing else: what is still to come is never said as a fact."""

from dataclasses import replace

from openimt.catalogue.load import load
from openimt.catalogue.wording import worded
from openimt.formulate.assessment import Delivered, Diagnosis
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import PHASES, CapacityState
from tests.builders import (
    ON,
    assessment,
    catalogue,
    clause,
    event,
    judged,
    module,
    need,
    reading,
)

CATALOGUE = load()
SETTLED = (judged("no_crisis_2w"), judged("attending"))


def plan(*readings: object, **known: object) -> Plan:
    fields = {"diagnosis": Diagnosis("6D11.5", "dr-a", ON), "events": (), "judgements": SETTLED}
    return propose(understand(assessment(*readings, **(fields | known)), CATALOGUE), CATALOGUE)


def left_out(found: Plan, module: str) -> tuple[str, str]:
    out = next(one for one in found.left_out if one.module == module)
    return out.reasons[0].says, out.would_change[0]


def asked(**clauses: object) -> Plan:
    """A plan for a catalogue with one module that asks this, in the sentences it makes itself."""
    fields = {"indicated": (clause("r9.always", {"phase": list(PHASES)}),), **clauses}
    here = worded(catalogue(module("r9", **fields), module("s4")))
    known = {"diagnosis": Diagnosis("6D11.5", "dr-a", ON), "events": ()}
    known["judgements"] = (judged("containment_done"),)
    capacity = replace(here.capacities["can_settle"], name="Can settle", built_by=("s4",))
    known["capacities"] = {"can_settle": CapacityState.NOT_SHOWN}
    here = worded(replace(here, capacities={**here.capacities, "can_settle": capacity}))
    return propose(understand(assessment(need("anger", 0.8), **known), here), here)


def test_a_wish_nobody_stated_is_not_said_to_be_stated() -> None:
    says, would_change = left_out(asked(requires=(clause("r9.wish", {"wish": True}),)), "r9")
    assert says == "Needed first: the person has asked for it."
    assert would_change == "when this holds: The person has asked for it."


def test_what_nobody_knows_is_not_said_to_be_so() -> None:
    threat = clause("r9.threat", {"judgement": "threat"}, unknown_blocks=True)
    says, _ = left_out(asked(contraindicated=(threat,)), "r9")
    known = "A clinician judges that threat."
    assert says == f"It is not known yet whether this is so: {known}"


def test_a_capacity_not_shown_is_said_as_needed() -> None:
    found = asked(requires=(clause("r9.settles", {"capacity": "can_settle"}),))
    says = [reason.says for reason in found.placement("r9").reasons]
    assert "Needed first: the person can settle (shown, or not needed)." in says


def test_what_a_clause_is_for_is_told_beside_what_it_asks() -> None:
    """The author's reason is the first ground, and never stands in for the rule's own sentence."""
    reasoned = replace(clause("r9.wish", {"wish": True}), why="It is hard work.")
    (out,) = [o for o in asked(requires=(reasoned,)).left_out if o.module == "r9"]
    assert out.reasons[0].says == "Needed first: the person has asked for it."
    assert [ground.says for ground in out.reasons[0].because] == [
        "It is hard work.",
        "no stated wish for it",
    ]


def test_nobody_without_self_harm_is_asked_to_go_through_one() -> None:
    says, would_change = left_out(plan(need("impulsivity", 0.8)), "s3")
    assert "calls for it" in says
    assert would_change == "the facts it is for, or asking for it"
    assert plan(events=(event("self_harm_act", 1),)).placement("s3").start_week == 0


def test_a_score_has_no_more_decimals_than_people_read() -> None:
    found = plan(reading("bsl23", 2.4782608695652173))
    grounds = [b.says for p in found.placements for r in p.reasons for b in r.because]
    assert any(says.startswith("BSL-23 is 2.48 on") for says in grounds)


def test_what_was_begun_and_every_phase_need_no_further_ground() -> None:
    found = plan(delivered=(Delivered("r2", 1, 1),))
    says = [reason.says for reason in found.placement("r2").reasons]
    assert "It was begun: step 1 of 4, 1 session so far." in says
    ending = load().module("n7").indicated[0]
    grounds = [b.says for r in found.placement("n7").reasons for b in r.because]
    assert grounds == [ending.why]


def test_a_misspelt_capacity_or_judgement_does_not_pass_unnoticed() -> None:
    shown = {"can_settle": CapacityState.SHOWN, "can_setle": CapacityState.SHOWN}
    told = (*SETTLED, judged("ongoing_threat"), judged("atending"))
    assert plan(capacities=shown, judgements=told).warnings == (
        "the capacity 'can_setle' is not known here: it does not change the plan",
        "nothing here asks about 'atending': it does not change the plan",
    )
