"""Modules of self and others: where each may start, and what holds it back.

Read a row of the tables as: in this situation, this module is held back by these clauses.
"""

import re
from datetime import date, timedelta

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.module import Module
from openimt.formulate.ask import ask
from openimt.formulate.assessment import (
    Assessment,
    Delivered,
    Event,
    Judgement,
    SafetyJudgement,
)
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Need
from openimt.terms import PHASES, CapacityState, EventKind, Phase, Truth

ON = date(2026, 11, 22)
SHOWN, NOT_SHOWN = CapacityState.SHOWN, CapacityState.NOT_SHOWN
NOT_NEEDED = CapacityState.NOT_NEEDED

MAY_START = [
    # module, home, phases in which it may start
    ("i1", "regulation", "regulation exploration"),
    ("i2", "exploration", "exploration integration"),
    ("i3", "exploration", "regulation exploration integration"),
    ("n0", "regulation", "regulation exploration integration"),
    ("n3", "integration", "containment regulation exploration integration"),
    ("n5", "integration", "exploration integration"),
    ("n7", "integration", "containment regulation exploration integration"),
]
MODULES = [row[0] for row in MAY_START]


def person(
    capacities: dict[str, CapacityState] | None = None,
    *,
    wish: str = "",
    danger: bool = False,
    judged: dict[str, bool] | None = None,
    delivered: dict[str, int] | None = None,
    needs: dict[str, float] | None = None,
    weeks_since: dict[EventKind, int] | None = None,
    phase: Phase = Phase.EXPLORATION,
) -> Facts:
    """Somebody about whom this is known and nothing else; no event but those given."""
    assessment = Assessment(
        "p1",
        ON,
        capacities=capacities or {},
        preferences={wish: 1.0} if wish else {},
        safety=SafetyJudgement(imminent_risk=True, judged_by="dr-a")
        if danger
        else SafetyJudgement(),
        judgements=tuple(Judgement(c, met, "dr-a") for c, met in (judged or {}).items()),
        delivered=tuple(Delivered(m, step) for m, step in (delivered or {}).items()),
        events=tuple(
            Event(k, ON - timedelta(weeks=w), reviewed_by="dr-a")
            for k, w in (weeks_since or {}).items()
        ),
    )
    severities = {t: Need(t, severity, 0.1, ()) for t, severity in (needs or {}).items()}
    return Facts(assessment, severities, phase)


def held_back_by(module: Module, facts: Facts) -> set[str]:
    """The clauses that hold a module back; not knowing counts only where a clause says so."""
    held = set()
    for clause in (*module.not_yet, *module.contraindicated):
        state = ask(clause.when, facts, module.id).state
        if state is Truth.MET or (state is Truth.UNKNOWN and clause.unknown_blocks):
            held.add(clause.id)
    for clause in module.requires:
        state = ask(clause.when, facts, module.id).state
        if state is Truth.NOT_MET or (state is Truth.UNKNOWN and clause.unknown_blocks):
            held.add(clause.id)
    return held


@pytest.mark.parametrize(("name", "home", "phases"), MAY_START)
def test_where_it_may_start(name: str, home: str, phases: str) -> None:
    module = load().module(name)
    assert module.home == home
    assert " ".join(module.phases) == phases


UNKNOWN = person()
EPISODES = {"gives_episodes": SHOWN}
WANTS = "n5"
TITLES = {"trauma_chapters_closed": True}

HELD_BACK = [
    # module, what is so, the facts, what holds it back
    ("i1", "nothing is known", UNKNOWN, ""),
    ("i1", "cannot settle", person({"can_settle": NOT_SHOWN}), "i1.can_settle"),
    ("i1", "never gets that upset", person({"can_settle": NOT_NEEDED}), ""),
    ("i2", "tells no scenes", person({"gives_episodes": NOT_SHOWN}), "i2.gives_episodes"),
    ("i2", "tells scenes, without I1", person(EPISODES), ""),
    ("i2", "tells scenes unprompted", person({"gives_episodes": NOT_NEEDED}), ""),
    (
        "i2",
        "scenes without feelings",
        person({**EPISODES, "names_emotions": NOT_SHOWN}),
        "i2.names_emotions",
    ),
    (
        "i2",
        "naming feelings begun in R2",
        person({**EPISODES, "names_emotions": NOT_SHOWN}, delivered={"r2": 2}),
        "",
    ),
    ("i3", "cannot settle", person({"can_settle": NOT_SHOWN}), "i3.can_settle"),
    ("i3", "can settle, never had S4", person({"can_settle": SHOWN}), ""),
    ("i3", "never gets that upset", person({"can_settle": NOT_NEEDED}), ""),
    (
        "i3",
        "real threat",
        person({"can_settle": SHOWN}, judged={"ongoing_threat": True}),
        "i3.real_threat",
    ),
    ("i3", "threat ruled out", person({"can_settle": SHOWN}, judged={"ongoing_threat": False}), ""),
    ("n0", "nothing is known", UNKNOWN, ""),
    ("n0", "loses the present", person({"can_stay_present": NOT_SHOWN}), ""),
    ("n3", "nothing is known", UNKNOWN, ""),
    ("n3", "in containment", person(phase=Phase.CONTAINMENT), ""),
    # Who may open chapters of trauma stands in test_images_and_stories; here they stay titles.
    ("n5", "no stated wish", person(judged=TITLES), "n5.wish"),
    ("n5", "wishes it, N3 and I2 never begun", person(judged=TITLES, wish=WANTS), ""),
    ("n5", "wishes it, past does not rule", person(wish=WANTS, needs={"trauma_story": 0.1}), ""),
    (
        "n5",
        "past rules, titles only, cannot stay present",
        person(
            {"can_stay_present": NOT_SHOWN}, judged=TITLES, wish=WANTS, needs={"trauma_story": 0.8}
        ),
        "",
    ),
    (
        "n5",
        "an attempt three weeks ago",
        person(judged=TITLES, wish=WANTS, weeks_since={EventKind.SUICIDE_ATTEMPT: 3}),
        "n5.attempt",
    ),
    (
        "n5",
        "an attempt nine weeks ago",
        person(judged=TITLES, wish=WANTS, weeks_since={EventKind.SUICIDE_ATTEMPT: 9}),
        "",
    ),
    (
        "n5",
        "admitted last week",
        person(judged=TITLES, wish=WANTS, weeks_since={EventKind.ADMISSION: 1}),
        "n5.crisis",
    ),
    (
        "n7",
        "everything at once",
        person(
            {"can_stay_present": NOT_SHOWN, "can_settle": NOT_SHOWN},
            danger=True,
            judged={"ongoing_threat": True},
            weeks_since={EventKind.SUICIDE_ATTEMPT: 1},
            phase=Phase.SAFETY,
        ),
        "",
    ),
]


@pytest.mark.parametrize(
    ("name", "facts", "clauses"),
    [pytest.param(row[0], row[2], row[3], id=f"{row[0]}: {row[1]}") for row in HELD_BACK],
)
def test_what_holds_it_back(name: str, facts: Facts, clauses: str) -> None:
    assert held_back_by(load().module(name), facts) == set(clauses.split())


@pytest.mark.parametrize("name", MODULES)
def test_none_of_them_starts_or_goes_on_while_danger_is_imminent(name: str) -> None:
    """The planner holds back whatever may not run in the safety phase (clinical decision 6)."""
    assert Phase.SAFETY not in load().module(name).phases


@pytest.mark.parametrize("phase", PHASES)
def test_an_ending_is_called_for_in_every_phase(phase: Phase) -> None:
    (clause,) = load().module("n7").indicated
    assert ask(clause.when, person(phase=phase), "n7").state is Truth.MET


def test_somebody_without_a_role_is_offered_one() -> None:
    (clause,) = load().module("n3").indicated
    assert clause.when.asks == "resource"
    assert clause.when.of == ("roles",)


def test_only_the_trauma_part_of_the_story_is_held_back_by_not_knowing() -> None:
    modules = [load().module(name) for name in MODULES]
    clauses = [c for m in modules for c in (*m.not_yet, *m.contraindicated, *m.requires)]
    blocking = [clause.id for clause in clauses if clause.unknown_blocks]
    assert blocking
    assert [clause for clause in blocking if not clause.startswith("n5.trauma_")] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_prerequisite_is_something_the_person_can_do_or_wants(name: str) -> None:
    for clause in load().module(name).requires:
        asked = {condition.asks for condition in clause.when.flat()}
        assert asked & {"capacity", "wish"}, clause.id


BLAME = re.compile(
    r"misread|distort|irrational|over-?react|imagine[ds] threat|paranoi|too sensitive|"
    r"verzerrt|falsch verst|überempfindlich",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", MODULES)
def test_nobody_is_told_that_they_misread(name: str) -> None:
    module = load().module(name)
    clauses = (*module.indicated, *module.not_yet, *module.contraindicated, *module.requires)
    texts = [clause.says for clause in clauses]
    texts += [f"{page.name} {page.says} {page.try_this}" for page in module.patient]
    texts += [f"{move.do} {move.sounds_like}" for move in module.interventions]
    assert not [text for text in texts if BLAME.search(text)]


def test_real_harm_is_believed_on_the_page_for_patients() -> None:
    module = load().module("i3")
    assert "we believe you" in module.page("en").says
    assert "glauben wir Ihnen" in module.page("de").says


def test_hard_times_are_titles_only_in_the_life_line() -> None:
    module = load().module("n0")
    assert "title only" in module.page("en").says
    assert "nur einen Titel" in module.page("de").says  # codespell:ignore
    assert module.adherence[0] == "Hard times got a title only, and no detail was asked for."
