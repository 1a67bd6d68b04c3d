"""The sixteen of the demo clinic: two in each phase, each archetype, and something to do today."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from openimt.catalogue.load import load
from openimt.deliver.agenda import agenda
from openimt.deliver.session import AppointmentState
from openimt.deliver.standing import step_of
from openimt.formulate.understand import understand
from openimt.plan.propose import propose
from openimt.simulate.archetype import archetypes
from openimt.simulate.assessed import assessment
from openimt.simulate.sixteen import clinic_of_sixteen
from openimt.simulate.words import words
from openimt.terms import PHASES, CommonState, Phase, Response
from openimt.track.attention import Situation, Urgency, attention

ON = date(2026, 11, 22)
BERLIN = ZoneInfo("Europe/Berlin")
SIXTEEN = clinic_of_sixteen(7, ON, zone=BERLIN)
CATALOGUE = load()


@pytest.fixture(params=SIXTEEN, ids=lambda p: f"{p.id}-{p.archetype}")
def person(request):
    return request.param


def test_sixteen_with_every_archetype_and_two_in_each_phase() -> None:
    assert len(SIXTEEN) == 16
    assert {p.archetype for p in SIXTEEN} == set(archetypes())
    phases = Counter(p.phases[-1][0] for p in SIXTEEN)
    assert all(phases[phase] >= 2 for phase in PHASES), phases
    assert len({p.name for p in SIXTEEN}) == 16
    assert {p.language for p in SIXTEEN} == {"de", "en"}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("on", [ON, date(2027, 3, 29), date(2028, 2, 29)])
def test_any_seed_and_any_day_fills_the_clinic(seed: int, on: date) -> None:
    phases = Counter(p.phases[-1][0] for p in clinic_of_sixteen(seed, on))
    assert all(phases[phase] >= 2 for phase in PHASES)


def test_the_core_itself_finds_the_phase(person) -> None:
    assert understand(assessment(person), CATALOGUE).phase is person.phases[-1][0]


def test_everybody_can_be_planned(person) -> None:
    plan = propose(understand(assessment(person), CATALOGUE), CATALOGUE)
    assert plan.placements
    assert plan.phase is person.phases[-1][0]


def test_everybody_has_an_agenda_with_reasons(person) -> None:
    made = assessment(person)
    profile = understand(made, CATALOGUE)
    plan = propose(profile, CATALOGUE)
    points = agenda(plan, profile, CATALOGUE, delivered=made.delivered, open_homework="a card")
    assert all(p.says and p.because for p in points)
    assert len({p.id for p in points}) == len(points)
    repairing = {m for m, r in made.common.items() if r.state is CommonState.NEEDS_REPAIR}
    heads = [p for p in points if p.first]
    assert points[: len(heads)] == tuple(heads)
    assert {p.module for p in heads if p.id.startswith("repair_")} == repairing
    work = [p for p in points if p.id.startswith("module_")]
    running = {p.module for p in plan.placements if p.running and p.module[0] != "c"}
    held = {p.id.removeprefix("held_") for p in points if p.id.startswith("held_")}
    assert running <= {p.module for p in work} | held
    assert not held & {p.module for p in work}
    assert all(p.sounds_like for p in work)
    assert points[-1].id == "next"


UNDER = {"dbt": "demo03", "mit": "demo10", "gpm": "demo15"}


def test_three_run_under_dbt_mit_and_gpm_and_the_rest_under_imt() -> None:
    assert {p.therapy: p.id for p in SIXTEEN if p.therapy != "imt"} == UNDER
    assert sum(p.therapy == "imt" for p in SIXTEEN) == 13


@pytest.mark.parametrize(
    ("therapy", "own"),
    [
        ("dbt", "diary level_life_threatening level_therapy_interfering level_skills"),
        ("mit", "alliance_check settle step episode"),
        ("gpm", "states level_safety level_illness level_work level_love coordination"),
    ],
)  # fmt: skip
def test_each_of_the_three_has_the_agenda_of_their_therapy(therapy: str, own: str) -> None:
    (one,) = [p for p in SIXTEEN if p.id == UNDER[therapy]]
    made = assessment(one)
    profile = understand(made, CATALOGUE)
    plan = propose(profile, CATALOGUE)
    assert plan.therapy == therapy
    found = agenda(plan, profile, CATALOGUE, delivered=made.delivered, open_homework="a card")
    ids = ["step" if p.id.startswith("step_") else p.id for p in found]
    assert [i for i in ids if i in own.split() and i != "level_life_threatening"] == [
        i for i in own.split() if i != "level_life_threatening"
    ]
    assert set(own.split()) <= set(ids)
    worked = {p.module for p in found if p.id.startswith("module_")}
    core = set(CATALOGUE.therapy(therapy).core_modules)
    assert worked & core, "some of the therapy's own work is on the table"


def test_the_work_under_mit_is_that_of_its_step() -> None:
    (one,) = [p for p in SIXTEEN if p.id == UNDER["mit"]]
    profile = understand(assessment(one), CATALOGUE)
    stands = step_of(CATALOGUE.therapy("mit"), profile)
    assert stands is not None
    assert {d.module for d in profile.assessment.delivered} & {"i1", "i2"}
    assert stands.step.id != "a1", "half a year of scenes lies behind"


def test_half_a_year_with_all_that_the_clinic_shows(person) -> None:
    assert (person.on, person.start) == (ON, ON - timedelta(weeks=26) + timedelta(days=1))
    assert person.sessions
    assert person.common
    assert person.capacities
    assert person.safety
    assert all(s.note and s.homework for s in person.sessions)
    ahead = [a for a in person.appointments if a.state is AppointmentState.PLANNED]
    assert bool(ahead) == (person.left_on is None)


def test_appointments_keep_their_local_hour(person) -> None:
    assert len({a.at.hour for a in person.appointments}) == 1


def test_there_is_something_to_do_today() -> None:
    def most_urgent(p):
        situation = Situation(
            assessment(p), p.phases[-1][0], CATALOGUE.settings, next_on=ON, has_plan=True
        )
        return attention(situation)[0].urgency

    found = Counter(most_urgent(p) for p in SIXTEEN if p.left_on is None)
    assert found[Urgency.NOW] >= 1
    assert found[Urgency.THIS_WEEK] >= 1
    open_answers = [p for p in SIXTEEN if _strong_and_unseen(p)]
    assert 1 <= len(open_answers) <= 4, [p.id for p in open_answers]


def _strong_and_unseen(p) -> bool:
    judged = p.safety[-1].judged_on
    return any(
        a.response.urgency >= Response.SAME_DAY.urgency and a.on > judged
        for a in assessment(p).safety_answers
    )


def test_common_modules_live() -> None:
    states = Counter(c.state for p in SIXTEEN for c in p.common)
    assert states[CommonState.MET] > states[CommonState.NEEDS_REPAIR] > 0
    now = [assessment(p).common.values() for p in SIXTEEN]
    assert any(r.state is CommonState.NEEDS_REPAIR for readings in now for r in readings)


def test_a_safety_plan_speaks_the_person_s_language(person) -> None:
    plan = person.safety_plan
    assert plan is not None
    bank = words()["safety_plan"][person.language]
    assert all(set(lines) <= set(bank[part]) for part, lines in plan.parts.items())
    assert bool(plan.parts) == (person.archetype != "refuses")


def test_safety_is_never_drawn_from_a_score() -> None:
    """Those in the safety phase are there by a statement or a judgement, not by their readings."""
    for p in SIXTEEN:
        if p.phases[-1][0] is Phase.SAFETY:
            made = assessment(p)
            stated = [
                e for e in made.events or () if "suicid" in e.kind.value and not e.reviewed_by
            ]
            assert made.safety.imminent_risk or stated
