"""A new plan stays near the one in force: nothing moves of itself, the ending keeps its time."""

from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.exchange.assessment_file import read_assessment
from openimt.formulate.profile import Profile
from openimt.formulate.understand import understand
from openimt.plan.propose import propose
from openimt.plan.replan import replan
from tests.builders import ON

CATALOGUE = load()
KNOWN = {"patient": "p", "on": ON.isoformat(), "diagnosis": {"code": "6D11.5"}, "events": []}


def understood(**known: object) -> Profile:
    return understand(read_assessment(KNOWN | known, "a.json"), CATALOGUE)


def judged(**severities: float) -> list[dict[str, object]]:
    return [{"target": name, "severity": value} for name, value in severities.items()]


SELDOM = {"sessions_per_week": 0.25}
# Each of these was once moved by nothing but leaning on the plan in force.
MOVED = [
    {
        "readings": judged(crisis=0.38),
        "safety": {"imminent_risk": True},
        "resilience": {"strengths": ["x"]},
        "context": SELDOM,
    },
    {
        "readings": [
            *judged(emotion_awareness=0.62, emotion_intensity=0.95),
            {"measure": "bsl23", "value": 1.2},
            {"measure": "lpfs-bf-2.interpersonal", "value": 19.7},
        ],
        "delivered": [{"module": "n7", "step": 4, "sessions": 5, "ended": "x"}],
        "context": SELDOM,
    },
]


@pytest.mark.parametrize("known", MOVED)
def test_the_same_facts_on_the_same_day_keep_the_plan(known: dict[str, object]) -> None:
    profile = understood(**known)
    made = replan(profile, CATALOGUE, propose(profile, CATALOGUE))
    assert made.kept, made.changes


LIGHT = judged(misread_intentions=0.7, agency=0.6)
KEEPS = "The ending keeps the time that the plan in force gives it."


@pytest.mark.parametrize("passed", [2, 12, 30])
def test_the_ending_draws_nearer_as_weeks_pass(passed: int) -> None:
    current = propose(understood(readings=LIGHT), CATALOGUE)
    ending = current.placement("n7")
    later = understood(readings=LIGHT, on=(ON + timedelta(weeks=passed)).isoformat())
    made = replan(later, CATALOGUE, current)
    found = made.plan.placement("n7")
    assert ending is not None
    assert found is not None
    assert found.start_week == ending.start_week - passed
    assert KEEPS in {reason.says for reason in found.reasons}
    assert "n7" not in {change.module for change in made.changes}


def test_the_ending_does_not_come_before_the_work_that_is_still_called_for() -> None:
    current = propose(understood(readings=LIGHT), CATALOGUE)
    late = (ON + timedelta(weeks=60)).isoformat()
    found = replan(understood(readings=LIGHT, on=late), CATALOGUE, current).plan.placement("n7")
    assert found is not None
    assert found.start_week > 6
    assert KEEPS not in {reason.says for reason in found.reasons}
