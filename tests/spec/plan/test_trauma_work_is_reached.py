"""Trauma work has many gates and none of them is a wall: when facts turn out well it is begun and
brought to its end, and never before its gates are open."""

from dataclasses import replace

import pytest

from openimt.catalogue.load import load
from openimt.formulate.assessment import Assessment, Judgement
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.plan import Placement, Plan
from openimt.plan.propose import propose
from openimt.terms import CapacityState, EventKind, Phase
from tests.builders import event, need
from tests.spec.plan.archetypes import ARCHETYPES
from tests.spec.plan.good_course import Look, course

CATALOGUE = load()
PATIENCE = 200
"""Weeks after which somebody who has not come to it counts as stuck."""

READY = {
    "life_threatening_act": False,
    "ongoing_threat": False,
    "psychosis_now": False,
    "therapy_interfering": False,
    "protocol_dbt_pe": True,
    "trauma_consent": True,
    "trained_therapist": True,
}
CAN = dict.fromkeys(
    ("can_stay_present", "can_hold_urges", "can_feel_strongly", "can_settle"), CapacityState.SHOWN
)


def wishing(name: str, **judged: bool) -> Assessment:
    """Somebody with post-traumatic stress who wants to work on it, where a clinic can give it."""
    a = ARCHETYPES[name]
    known = tuple(Judgement(k, v, "dr-a", None, "looked at") for k, v in judged.items())
    return replace(
        a,
        preferences={"r7": 1.0},
        readings=(*a.readings, need("ptsd", 0.8)),
        judgements=(*a.judgements, *known),
        context=replace(a.context, competences=("mit", "dbt_skills", "trauma")),
    )


LATE = {Phase.EXPLORATION, Phase.INTEGRATION}


def placed(plan: Plan, module: str) -> list[Placement]:
    return [p for p in plan.placements if p.module == module]


def steps(look: Look) -> dict[str, int]:
    return {d.module: d.step for d in look.profile.assessment.delivered}


@pytest.mark.parametrize(
    "name",
    [
        "PTSD without dissociation",
        "PTSD with flat DERS",
        "weekly low-lethality self-harm",
        "starts as inpatient",
    ],
)
def test_who_wants_it_comes_to_it(name: str) -> None:
    for drives in (True, False):
        person = wishing(name, **READY, ptsd_drives_it=drives)
        looks = course(person, CATALOGUE, PATIENCE, ease=0.98)
        assert steps(looks[-1]).get("r7", 0) >= 3
        begun = next(look for look in looks if steps(look).get("r7"))
        assert drives or begun.phase in LATE
        for look in looks:
            assert check_plan(look.plan, look.profile.assessment, CATALOGUE) == (), look.week
            assert drives or all(p.phase in LATE for p in placed(look.plan, "r7"))


def test_who_will_not_be_asked_about_acts_goes_on_without_it_and_reaches_the_end() -> None:
    looks = course(wishing("refuses plan, diary or forms", **READY), CATALOGUE, PATIENCE, ease=0.98)
    assert all(look.plan.placement("r7") is None for look in looks)
    assert looks[-1].done


def plan(a: Assessment) -> Plan:
    return propose(understand(a, CATALOGUE), CATALOGUE)


def in_regulation(**judged: bool) -> Assessment:
    """Ready at every gate, while regulation is still the phase that is needed."""
    ready = wishing("PTSD without dissociation", **(READY | judged))
    return replace(ready, capacities=dict(ready.capacities) | CAN)


@pytest.mark.parametrize("therapy", ["imt", "gpm", "dbt", "mit"])
def test_it_starts_in_regulation_only_when_ptsd_drives_it(therapy: str) -> None:
    """Else it is planned for exploration, as soon as every other gate is open: also where phases
    only describe a course and do not order it."""
    usual, driven = in_regulation(), in_regulation(ptsd_drives_it=True)
    ahead = plan(replace(usual, therapy=therapy))
    assert ahead.phase is Phase.REGULATION
    assert ahead.placement("r7").phase is Phase.EXPLORATION
    assert "r7.time_for_it" in {reason.rule for reason in ahead.placement("r7").reasons}
    assert check_plan(ahead, replace(usual, therapy=therapy), CATALOGUE) == ()
    assert plan(replace(driven, therapy=therapy)).placement("r7").phase is Phase.REGULATION


def test_the_check_would_see_it_in_regulation() -> None:
    usual = in_regulation()
    found = plan(usual)
    wrong = replace(found.placement("r7"), start_week=0, phase=Phase.REGULATION)
    moved = tuple(wrong if p.module == "r7" else p for p in found.placements)
    broken = check_plan(replace(found, placements=moved), usual, CATALOGUE)
    assert "first_things_first" in {b.rule for b in broken if b.module == "r7"}


@pytest.mark.parametrize("shut", ["ongoing_threat", "trauma_consent", "trained_therapist"])
def test_it_is_not_planned_ahead_while_another_gate_is_shut(shut: str) -> None:
    shut_now = in_regulation(**{shut: not READY[shut]})
    assert plan(shut_now).placement("r7") is None


@pytest.mark.parametrize("word", sorted(READY))
def test_no_judgement_no_trauma_work(word: str) -> None:
    """Each of them alone, turned round or never made, keeps it out of the plan."""
    a = in_regulation(ptsd_drives_it=True)
    for changed in (
        tuple(j for j in a.judgements if j.criterion != word),
        tuple(replace(j, met=not j.met) if j.criterion == word else j for j in a.judgements),
    ):
        assert plan(replace(a, judgements=changed)).placement("r7") is None


def test_an_attempt_keeps_it_out_whatever_else_is_ready() -> None:
    a = in_regulation(ptsd_drives_it=True)
    past = (*(a.events or ()), event(EventKind.SUICIDE_ATTEMPT, 5, reviewed_by="dr-a"))
    tried = replace(a, events=past)
    assert plan(tried).placement("r7") is None
    signed = Judgement("r7.attempt", False, "dr-s", a.on, "seen twice", "senior")
    by_anyone = replace(signed, role="clinician")
    assert plan(replace(tried, judgements=(*a.judgements, by_anyone))).placement("r7") is None
    assert plan(replace(tried, judgements=(*a.judgements, signed))).placement("r7") is not None


def test_no_request_of_a_clinic_stands_in_for_a_gate() -> None:
    """A module that somebody asks for is still held by what would harm."""
    a = replace(in_regulation(ptsd_drives_it=True, trauma_consent=False), preferences={})
    left = {left.module: left.reasons[0].rule for left in plan(a).left_out}
    assert left["r7"] == "r7.no_consent"
