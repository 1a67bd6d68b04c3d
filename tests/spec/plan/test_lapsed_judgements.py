"""A judgement holds for some weeks. When it lapses somebody is asked to judge again: nothing that
rested on it disappears without a word, and what is under way is held and not ended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.formulate.assessment import Assessment, Delivered, Judgement
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import Response
from tests.builders import ON
from tests.spec.plan.archetypes import person
from tests.spec.plan.test_trauma_work_is_reached import READY, in_regulation

CATALOGUE = load()
YESTERDAY = ON - timedelta(days=1)

# what was judged, the module it called for
PRESSING = [
    ("threat_to_a_person", "s9"),
    ("child_at_risk", "s9"),
    ("partner_violence", "s9"),
    ("ongoing_threat", "s9"),
    ("urgent_other_state", "s8"),
]


def plan(a: Assessment) -> Plan:
    return propose(understand(a, CATALOGUE), CATALOGUE)


def judged(word: str, met: bool = True, **more: object) -> Judgement:
    return replace(Judgement(word, met, "dr-a", ON + timedelta(weeks=1), "seen"), **more)


def asked_again(found: Plan) -> str:
    return " | ".join([d.says for d in found.duties] + [one.what for one in found.assess_next])


@pytest.mark.parametrize(("word", "module"), PRESSING)
def test_who_needed_protection_is_looked_at_again(word: str, module: str) -> None:
    now = plan(person(judgements=(judged(word),)))
    assert now.placement(module) is not None
    assert "udge again" not in asked_again(now)
    a = person(judgements=(judged(word, until=YESTERDAY),))
    after = plan(a)
    duty = next(d for d in after.duties if d.id == f"judge_again_{word}")
    assert duty.response is Response.NEXT_WORKING_DAY
    assert CATALOGUE.judgements[word].says in duty.says
    assert CATALOGUE.module(module).short in duty.because[0].says
    assert "dr-a" in duty.because[0].says
    silent = replace(after, duties=tuple(d for d in after.duties if d is not duty))
    broken = {(b.rule, b.module) for b in check_plan(silent, a, CATALOGUE)}
    assert ("lapsed_call_is_a_task", module) in broken
    assert check_plan(after, a, CATALOGUE) == ()


@pytest.mark.parametrize(("word", "module"), PRESSING)
def test_what_it_began_goes_on_and_asks_the_same(word: str, module: str) -> None:
    begun = person(
        judgements=(judged(word, until=YESTERDAY),), delivered=(Delivered(module, 1, 1),)
    )
    assert plan(begun).placement(module) is not None
    assert f"judge_again_{word}" in {d.id for d in plan(begun).duties}


@pytest.mark.parametrize(
    "judgements",
    [
        (judged("child_at_risk", met=False, until=YESTERDAY),),
        (judged("child_at_risk", until=YESTERDAY - timedelta(weeks=8)), judged("child_at_risk")),
        (judged("child_at_risk", until=YESTERDAY), judged("child_at_risk", met=False)),
    ],
    ids=["it was a no", "judged again: yes", "judged again: no"],
)
def test_nobody_is_asked_twice(judgements: tuple[Judgement, ...]) -> None:
    assert "judge_again_child_at_risk" not in {
        d.id for d in plan(person(judgements=judgements)).duties
    }


def test_what_is_done_asks_nothing_again() -> None:
    done = person(
        judgements=(judged("child_at_risk", until=YESTERDAY),), delivered=(Delivered("s9", 4, 3),)
    )
    assert not any(d.id.startswith("judge_again") for d in plan(done).duties)


def lapsed(a: Assessment, word: str) -> Assessment:
    made = (replace(j, until=YESTERDAY) if j.criterion == word else j for j in a.judgements)
    return replace(a, judgements=tuple(made))


@pytest.mark.parametrize("word", sorted(READY))
@pytest.mark.parametrize("begun", [False, True], ids=["planned", "under way"])
def test_trauma_work_is_held_with_its_reason_until_it_is_judged_again(
    word: str, begun: bool
) -> None:
    a = in_regulation(ptsd_drives_it=True)
    a = replace(a, delivered=(Delivered("r7", 2, 3),)) if begun else a
    assert plan(a).placement("r7") is not None
    found = plan(lapsed(a, word))
    left = {one.module: one.reasons[0] for one in found.left_out}
    assert "judged again" in left["r7"].says
    assert any("lapsed on" in because.says for because in left["r7"].because)
    again = [one for one in found.assess_next if CATALOGUE.judgements[word].says in one.what]
    assert len(again) == 1
    assert "Trauma work" in again[0].why


def test_the_adopted_plan_says_what_rests_on_a_judgement() -> None:
    """A module of the plan that is not begun yet asks as well; one that is in no plan does not."""
    a = lapsed(in_regulation(ptsd_drives_it=True), "trauma_consent")
    a = replace(a, preferences={})
    says = CATALOGUE.judgements["trauma_consent"].says
    with_it = understand(a, CATALOGUE, planned={"r7"}).assess_next
    without = understand(a, CATALOGUE, planned={"r3"}).assess_next
    assert any(says in one.what for one in with_it)
    assert not any(says in one.what for one in without)


def test_a_colleagues_word_about_a_clause_lapses_too() -> None:
    a = in_regulation(ptsd_drives_it=True)
    signed = Judgement("r7.attempt", False, "dr-s", YESTERDAY, "seen twice", "senior")
    found = plan(replace(a, judgements=(*a.judgements, signed)))
    clause = next(c for c in CATALOGUE.module("r7").contraindicated if c.id == "r7.attempt")
    assert any(clause.says in one.what for one in found.assess_next)
