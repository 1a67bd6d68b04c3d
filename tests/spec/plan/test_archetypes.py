"""What each of the twelve archetypes gets now, what waits and for what, and what is left out.

Read a row as: in this phase; begins in the first week; planned for later, in the order of their
starts; left out because.
"""

# ruff: noqa: E501 - a table reads best with one case a line

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.formulate.assessment import Group, Resilience
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import MODULE_IDS, Phase
from tests.builders import ON
from tests.spec.plan.archetypes import ARCHETYPES, CALM, LEAVES_AFTER

CATALOGUE = load()
COMMON = {f"c{n}" for n in range(1, 7)}
NO_CALL = "not_called_for"

TRAUMA_SHUT = {
    "i7": "i7.no_consent",
    "n5": "n5.trauma_present",
    "n6": "n6.wish",
    "r7": "r7.life_threatening_act",
}
"""Nobody has looked yet at what these ask first, and there not knowing blocks (decision 7)."""


def out(*no_room: str, **rules: str) -> dict[str, str]:
    """Left out: what stays shut, what finds no room in the sessions, and what another rule holds."""
    return {**TRAUMA_SHUT, **dict.fromkeys(no_room, "budget"), **rules}


UNTRAINED = "competence"
# name: (phase, now, later in the order of their starts, left out though something calls for it)
# fmt: off
GETS = {
    "no self-harm": ("regulation", "r1 s4", "n0 r2 i3 r3 i1 n3 i2 i6 n4 i8 n7", out("i5", "n1", n2=UNTRAINED)),
    "daily ideation without acts": ("regulation", "s1 r1 s4", "n0 r2 i3 r3 i1 n3 i2 i6 n4 i8 n7", out("i5", "n1", n2=UNTRAINED)),
    "weekly low-lethality self-harm": ("regulation", "s1 s4 s3", "r1 n0 r2 r3 i3 i1 n3 i2 i6 n7 i8", out("i5", "n1", "n4", n2=UNTRAINED)),
    "over-controlled": ("regulation", "r1 n0", "r8 r2 i4 s4 i1 n1 i2 i6 i8 n7", out("n3", "r3", n2=UNTRAINED, r4="no_group")),
    "PTSD without dissociation": ("regulation", "r1 s4", "n0 r2 i3 r3 i5 i1 i2 i6 i8 n7", out("n1", "n3", n2=UNTRAINED, n5="n5.trauma_life_threatening_act")),
    "PTSD with flat DERS": ("regulation", "r1 n0", "r2 s4 r3 i1 n3 i2 n1 i6 i8 n7", out(n2=UNTRAINED, r4="no_group")),
    "employed and cared for": ("regulation", "r1 i9", "n0 r3 i3 i1 i2 n1 i6 i8 n7", out("i5", "n3", "s4", n2=UNTRAINED)),
    "refuses plan, diary or forms": ("containment", "r1 s4", "r2 r3 i3 r5 i4 n1 n7", out(r7="r7.attempt")),
    "fortnightly GPM": ("regulation", "r1 s4", "n3 i5 n0 i3 n7", out("n4", **dict.fromkeys(("i2", "i6", "i8", "n1", "n2", "r3"), UNTRAINED))),
    "starts as inpatient": ("safety", "s1 s2 s4", "s3 r1 n0 r2 r3 i3 i1 n3 i2 i6 n7 i8", out("i5", "n1", "n4", n2=UNTRAINED, r7="r7.attempt")),
    "no group or prescriber": ("regulation", "r1 s4", "r2 i3 i1 i2 n4 i6 n3 i8 n7", out(r3=UNTRAINED, s7=UNTRAINED)),
    "leaves at week 10": ("regulation", "r1 n7", "", out("i2", "i3", "i5", "i6", "i8", "n0", "n1", "n3", "n4", "r3", "s4", n2=UNTRAINED)),
}
# fmt: on

# name: (module, the rule that a planned module waits for)
WAITS = {
    "no self-harm": ("i3", "i3.can_settle"),
    "weekly low-lethality self-harm": ("r3", "r3.names_emotions"),
    "over-controlled": ("i6", "i6.knows_own_schema"),
    "PTSD with flat DERS": ("r3", "r3.opening_first"),
    "refuses plan, diary or forms": ("n7", "ending_last"),
    "starts as inpatient": ("s3", "danger_first"),
}

CHAINS = (("r2", "r3"), ("i1", "i2"), ("i2", "i6"), ("i2", "i7"), ("i6", "i8"), ("s4", "i3"))
"""Where both are planned for somebody in whom nothing of it is there yet, the first comes first."""


def plan(name: str) -> Plan:
    weeks = LEAVES_AFTER if name == "leaves at week 10" else 78
    return propose(understand(ARCHETYPES[name], CATALOGUE), CATALOGUE, horizon_weeks=weeks)


def starts(found: Plan) -> dict[str, int]:
    """The start week of each specific module, in the order of starts."""
    return {p.module: p.start_week for p in found.placements if p.module not in COMMON}


@pytest.mark.parametrize("name", ARCHETYPES)
def test_what_each_archetype_gets(name: str) -> None:
    found = plan(name)
    phase, now, later, left = GETS[name]
    placed = starts(found)
    assert found.phase == phase
    assert {m for m, week in placed.items() if week == 0} == set(now.split())
    assert [m for m, week in placed.items() if week > 0] == later.split()
    reasons = {one.module: one.reasons[0].rule for one in found.left_out}
    assert {m: rule for m, rule in reasons.items() if rule != NO_CALL} == left


@pytest.mark.parametrize("name", ARCHETYPES)
def test_what_leads_to_something_comes_before_it(name: str) -> None:
    placed = starts(plan(name))
    for first, then in CHAINS:
        if {first, then} <= set(placed):
            assert placed[first] < placed[then], (first, then)


IMT = [name for name, a in ARCHETYPES.items() if a.therapy == "imt"]


@pytest.mark.parametrize("name", [name for name in IMT if name != "leaves at week 10"])
def test_life_line_and_reading_intentions_do_not_wait_behind_everything(name: str) -> None:
    """Decision 6: where something calls for them they are in the plan, begun in regulation."""
    found = plan(name)
    assert not {"n0", "i3"} & {m for m, rule in GETS[name][3].items() if rule == "budget"}
    placed = starts(found)
    for early in {"n0", "i3"} & set(placed):
        assert found.placement(early).phase is Phase.REGULATION
        begins = next(w.start_week for w in found.windows if w.phase is Phase.REGULATION)
        assert placed[early] - begins <= 26


@pytest.mark.parametrize("name", ARCHETYPES)
def test_no_more_is_begun_than_the_pace_allows(name: str) -> None:
    """Modules that cost no session run beside. Of the others two run at once at a steady pace:
    when one starts, every session of those before it was given but of one that still runs."""
    a = ARCHETYPES[name]
    costing = [p for p in plan(name).placements if p.module not in COMMON]
    costing = [p for p in costing if CATALOGUE.module(p.module).dose.budget]
    for n, placed in enumerate(costing[1:], start=1):
        before = [p.sessions for p in costing[:n]]
        held = placed.start_week * a.context.sessions_per_week
        assert sum(before) - max(before) <= held, placed.module


def test_where_there_is_no_role_roles_come_early_and_else_towards_the_end() -> None:
    """Decision 6: N3 in small steps from containment where there is no role."""
    usual = ARCHETYPES["no self-harm"]
    roleless = replace(usual, resilience=Resilience(3.5, ("drawing",), ("mother",), ("humour",)))
    first = propose(understand(roleless, CATALOGUE), CATALOGUE).placement("n3")
    then = plan("no self-harm").placement("n3")
    assert first.start_week <= 12 < then.start_week


def test_who_holds_too_much_opens_up_before_learning_to_calm() -> None:
    placed = starts(plan("over-controlled"))
    assert placed["r8"] <= 6
    assert placed["r8"] < min(placed[m] for m in ("r2", "s4"))


@pytest.mark.parametrize("name", WAITS)
def test_what_a_module_waits_for_is_said(name: str) -> None:
    module, rule = WAITS[name]
    placed = plan(name).placement(module)
    assert placed.start_week > 0
    assert rule in {reason.rule for reason in placed.reasons}


@pytest.mark.parametrize("name", ARCHETYPES)
def test_every_word_of_a_plan_is_there(name: str) -> None:
    """All in and all out with a sentence; what is left out says what would change that."""
    found = plan(name)
    assert check_plan(found, ARCHETYPES[name], CATALOGUE) == ()
    for part in (*found.placements, *found.left_out):
        assert all(reason.says.strip() for reason in part.reasons)
    assert all(left.would_change and all(left.would_change) for left in found.left_out)


def test_there_are_twelve_and_every_module_is_an_id_of_the_contract() -> None:
    assert set(GETS) == set(ARCHETYPES)
    assert len(GETS) == 12
    assert set(CATALOGUE.modules) <= MODULE_IDS


def test_only_needs_tell_apart_who_thinks_of_death_daily_from_who_does_not() -> None:
    """Chronic ideation brings the safety plan beside the work, and changes nothing else."""
    without, with_it = plan("no self-harm"), plan("daily ideation without acts")
    placed = {p.module: (p.start_week, p.sessions) for p in with_it.placements}
    assert placed.pop("s1")[0] == 0
    assert placed == {p.module: (p.start_week, p.sessions) for p in without.placements}
    assert with_it.value == without.value


def test_a_group_runs_beside_the_sessions_and_takes_none_of_them() -> None:
    usual = ARCHETYPES["PTSD with flat DERS"]
    weeks = tuple(ON + timedelta(weeks=week) for week in range(0, 60, 8))
    grouped = replace(usual, context=replace(usual.context, groups=(Group("r4", weeks),)))
    grouped = replace(grouped, safety=CALM)
    with_it = propose(understand(grouped, CATALOGUE), CATALOGUE)
    placed = with_it.placement("r4")
    assert placed.sessions == CATALOGUE.module("r4").dose.usual
    assert placed.start_week % 8 == 0
    alone = sum(
        p.sessions for p in with_it.placements if CATALOGUE.module(p.module).dose.takes_sessions
    )
    assert alone + placed.sessions > 78 >= alone
    assert check_plan(with_it, grouped, CATALOGUE, budget_sessions=78) == ()
