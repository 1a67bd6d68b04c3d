"""A judgement of a clause that a role may set aside decides it alone, in every week of a plan."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.formulate.assessment import Judgement
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.propose import propose
from openimt.terms import PHASES
from tests.builders import ON, assessment, catalogue, clause, event, judged, module

EVERY = {"phase": [phase.value for phase in PHASES]}
CALM = {"no_event": ["admission"], "within_weeks": 8}
UNREST = {"event": ["admission"], "within_weeks": 8}
LATER = ON + timedelta(weeks=30)


def start(kind: str, rule: dict, role: str, met: bool | None, weeks_ago: float) -> int | None:
    """The week in which the module starts, in a plan that the independent check accepts."""
    asked = replace(clause("r9.asked", rule), override="senior")
    here = catalogue(module("r9", indicated=(clause("r9.always", EVERY),), **{kind: (asked,)}))
    told = () if met is None else (Judgement("r9.asked", met, "dr-s", LATER, "agreed", role),)
    person = assessment(
        events=(event("admission", weeks_ago, reviewed_by="dr-a"),),
        judgements=(judged("containment_done"), *told),
    )
    plan = propose(understand(person, here), here, horizon_weeks=40)
    assert check_plan(plan, person, here) == ()
    placed = plan.placement("r9")
    return placed.start_week if placed else None


CASES = [
    # list, rule, role, judged so, weeks since the admission, the week of the start
    ("requires", CALM, "senior", None, 3, 5),
    ("requires", CALM, "senior", True, 3, 0),
    ("requires", CALM, "clinician", True, 3, 5),
    ("requires", CALM, "senior", False, 3, None),
    ("requires", CALM, "senior", False, 20, None),
    ("not_yet", UNREST, "senior", None, 3, 5),
    ("not_yet", UNREST, "senior", False, 3, 0),
    ("not_yet", UNREST, "prescriber", False, 3, 5),
    ("not_yet", UNREST, "senior", True, 3, None),
    ("not_yet", UNREST, "senior", True, 20, None),
    ("contraindicated", UNREST, "senior", None, 3, None),
    ("contraindicated", UNREST, "senior", False, 3, 0),
    ("contraindicated", UNREST, "clinician", False, 3, None),
    ("contraindicated", UNREST, "senior", True, 20, None),
]


@pytest.mark.parametrize(("kind", "rule", "role", "met", "weeks_ago", "week"), CASES)
def test_when_a_module_starts(
    kind: str, rule: dict, role: str, met: bool | None, weeks_ago: float, week: int | None
) -> None:
    assert start(kind, rule, role, met, weeks_ago) == week
