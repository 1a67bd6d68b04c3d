"""What each of the twelve archetypes gets now, what waits and for what, and what is left out.

Read a row as: in this phase; begins in the first week; planned for later, with the rule it waits
for where there is one; left out because.
"""

# ruff: noqa: E501 - a table reads best with one case a line

import pytest

from openimt.catalogue.load import load
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import MODULE_IDS
from tests.spec.plan.archetypes import ARCHETYPES, LEAVES_AFTER

CATALOGUE = load()
COMMON = {f"c{n}" for n in range(1, 7)}
NO_CALL = "not_called_for"

# name: (phase, now, later, left out for another reason than that nothing calls for it)
# fmt: off
GETS = {
    "no self-harm": ("regulation", "r1 n3", "s4 i3 n0 i1 r2 r3 i2 n7", {"n5": "n5.trauma_part"}),
    "daily ideation without acts": ("regulation", "s1 r1 n3", "s4 i3 n0 i1 r2 r3 i2 n7", {"n5": "n5.trauma_part"}),
    "weekly low-lethality self-harm": ("regulation", "s1 s3 s4", "r1 i3 n3 n0 i1 r2 r3 i2 n7", {"n5": "n5.trauma_part"}),
    "over-controlled": ("regulation", "r1 r8", "r2 r3 n3 s4 n0 i1 i2 n7", {"n5": "n5.trauma_part"}),
    "PTSD without dissociation": ("regulation", "r1 s4", "n0 i3 n3 i1 r2 r3 i2 n7", {"n5": "n5.wish"}),
    "PTSD with flat DERS": ("regulation", "r1 s4", "n0 r2 n3 r3 i1 i2 n7", {"n5": "n5.trauma_part"}),
    "employed and cared for": ("regulation", "r1 r3", "i3 s4 n0 n3 i1 i2 n7", {"n5": "n5.trauma_part"}),
    "refuses plan, diary or forms": ("containment", "r1 s4", "r5 i3 r2 r3 n7", {"n5": "n5.trauma_part"}),
    "fortnightly GPM": ("regulation", "r1 n3", "s4 i3 n0 n7", {"i2": "competence", "r3": "competence", "n5": "n5.trauma_part"}),
    "starts as inpatient": ("safety", "s1 s2 s4", "s3 r1 i3 n3 n0 i1 r2 r3 i2 n7", {"n5": "n5.trauma_part"}),
    "no group or prescriber": ("regulation", "r1 n3", "s4 i3 i1 r2 i2 n7", {"r3": "competence", "n5": "n5.trauma_part"}),
    "leaves at week 10": ("regulation", "r1 n7", "", dict.fromkeys(("s4", "n3", "i3", "n0", "r3", "i2"), "budget") | {"n5": "n5.trauma_part"}),
}
# fmt: on

# name: (module, the rule that a planned module waits for)
WAITS = {
    "no self-harm": ("i3", "i3.can_settle"),
    "weekly low-lethality self-harm": ("r3", "r3.names_emotions"),
    "over-controlled": ("r3", "r3.opening_first"),
    "refuses plan, diary or forms": ("n7", "ending_last"),
    "starts as inpatient": ("s3", "danger_first"),
}


def plan(name: str) -> Plan:
    weeks = LEAVES_AFTER if name == "leaves at week 10" else 78
    return propose(understand(ARCHETYPES[name], CATALOGUE), CATALOGUE, horizon_weeks=weeks)


@pytest.mark.parametrize("name", ARCHETYPES)
def test_what_each_archetype_gets(name: str) -> None:
    found = plan(name)
    phase, now, later, out = GETS[name]
    placed = {p.module: p.start_week for p in found.placements if p.module not in COMMON}
    assert found.phase == phase
    assert {m for m, week in placed.items() if week == 0} == set(now.split())
    assert {m for m, week in placed.items() if week > 0} == set(later.split())
    reasons = {left.module: left.reasons[0].rule for left in found.left_out}
    assert {m: rule for m, rule in reasons.items() if rule != NO_CALL} == out


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
