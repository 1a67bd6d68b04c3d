"""What a plan says is so, and nothing else: what is still to come is never said as a fact."""

from openimt.catalogue.load import load
from openimt.formulate.assessment import Delivered, Diagnosis
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import CapacityState
from tests.builders import ON, assessment, event, judged, need, reading

CATALOGUE = load()
SETTLED = (judged("no_crisis_2w"), judged("attending"))


def plan(*readings: object, **known: object) -> Plan:
    fields = {"diagnosis": Diagnosis("6D11.5", "dr-a", ON), "events": (), "judgements": SETTLED}
    return propose(understand(assessment(*readings, **(fields | known)), CATALOGUE), CATALOGUE)


def left_out(found: Plan, module: str) -> tuple[str, str]:
    out = next(one for one in found.left_out if one.module == module)
    return out.reasons[0].says, out.would_change[0]


def test_a_wish_nobody_stated_is_not_said_to_be_stated() -> None:
    present = {"can_stay_present": CapacityState.NOT_NEEDED}
    says, would_change = left_out(plan(need("narrative", 0.8), capacities=present), "n5")
    wish = "he person has said that they want to tell their life in chapters."
    assert says == f"Needed first: t{wish}"
    assert would_change == f"when this holds: T{wish}"


def test_what_nobody_knows_is_not_said_to_be_so() -> None:
    says, _ = left_out(plan(need("narrative", 0.8)), "n5")
    assert says.startswith("It is not known yet whether this is so: The past rules the story")


def test_a_capacity_not_shown_is_said_as_needed() -> None:
    found = plan(
        need("misread_intentions", 0.8), capacities={"can_settle": CapacityState.NOT_SHOWN}
    )
    says = [reason.says for reason in found.placement("i3").reasons]
    assert "Needed first: the person can come down below eight of ten, or" in " ".join(says)


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
    assert not [b for r in found.placement("n7").reasons for b in r.because]


def test_a_misspelt_capacity_or_judgement_does_not_pass_unnoticed() -> None:
    shown = {"can_settle": CapacityState.SHOWN, "can_setle": CapacityState.SHOWN}
    told = (*SETTLED, judged("ongoing_threat"), judged("atending"))
    assert plan(capacities=shown, judgements=told).warnings == (
        "the capacity 'can_setle' is not known here: it does not change the plan",
        "nothing here asks about 'atending': it does not change the plan",
    )
