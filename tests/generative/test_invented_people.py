"""What holds for every invented person, whoever the seed brings forth."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimt.assess.instruments import load as instrument
from openimt.assess.score import score
from openimt.assess.scores import Answers
from openimt.catalogue.load import load
from openimt.deliver.session import AppointmentState
from openimt.exchange.assessment_file import read_assessment, write_assessment
from openimt.formulate.understand import understand
from openimt.simulate.archetype import archetypes
from openimt.simulate.assessed import assessment, delivered
from openimt.simulate.people import LAST_DAY, invent
from openimt.simulate.person import InventedPerson
from openimt.terms import EventKind, Phase, SafetyPlanState

CATALOGUE = load()
PEOPLE = invent(60, seed=2026)
people = st.sampled_from(PEOPLE)


@pytest.fixture(params=PEOPLE[:12], ids=lambda p: p.id)
def person(request) -> InventedPerson:
    return request.param


def test_more_people_leave_the_first_unchanged() -> None:
    assert invent(3, seed=2026) == PEOPLE[:3]


def test_another_seed_gives_other_people() -> None:
    assert invent(3, seed=2027) != PEOPLE[:3]


def test_a_course_speaks_of_itself_the_same_way_everywhere(person) -> None:
    """Sessions, appointments, events and diary tell one story."""
    kept = [a for a in person.appointments if a.state is AppointmentState.KEPT]
    assert [s.at for s in person.sessions] == [a.at for a in kept]
    noted = [e.on for e in person.events if e.kind is EventKind.SESSION_KEPT]
    assert noted == [s.at.date() for s in person.sessions]
    acts = {e.on for e in person.events if e.kind is EventKind.SELF_HARM_ACT}
    for day in person.diary:
        assert bool(day.values["self_harm_act"]) == (day.on in acts)


def test_every_answer_lies_in_its_range_and_scores_as_read(person) -> None:
    for form in (*person.forms, *person.diary):
        scored = score(Answers(person.id, "x", form.values), instrument(form.instrument))
        for scale, made in scored.scales.items():
            name = form.instrument if scale == "total" else f"{form.instrument}.{scale}"
            if form.instrument != "oi-day":
                found = [r for r in person.readings if (r.measure, r.on) == (name, form.on)]
                assert [r.value for r in found] == [made.value]


def test_nothing_lies_beyond_its_time(person) -> None:
    last = person.left_on or person.on
    assert all(e.on <= last for e in person.events)
    assert all(f.on <= last for f in (*person.forms, *person.diary))
    planned = [a for a in person.appointments if a.state is AppointmentState.PLANNED]
    assert bool(planned) == (person.left_on is None)
    assert all(a.at.date() >= last for a in planned)
    assert [day for _, day in person.phases] == sorted(day for _, day in person.phases)


@given(person=people, back=st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_the_assessment_of_any_week_is_sound(person: InventedPerson, back: int) -> None:
    """It survives the assessment file, and the core understands it."""
    day = max(person.start, person.on - timedelta(weeks=back))
    made = assessment(person, day)
    again = read_assessment(write_assessment(made), "a.json")
    assert write_assessment(again) == write_assessment(made)
    assert understand(made, CATALOGUE).phase in Phase


@given(person=people, early=st.integers(0, 26), late=st.integers(0, 26))
@settings(max_examples=40, deadline=None)
def test_knowledge_only_grows(person: InventedPerson, early: int, late: int) -> None:
    first, second = sorted((early, late))
    days = [person.start + timedelta(weeks=w) for w in (first, second)]
    a, b = (assessment(person, day) for day in days)
    assert set(a.events or ()) <= set(b.events or ())
    before = {d.module: d.sessions for d in delivered(person, days[0])}
    after = {d.module: d.sessions for d in delivered(person, days[1])}
    assert all(after[module] >= count for module, count in before.items())


def test_archetypes_are_what_they_say() -> None:
    many = {kind: [p for p in PEOPLE if p.archetype == kind] for kind in archetypes()}

    def count(person: InventedPerson, kind: EventKind) -> int:
        return Counter(e.kind for e in person.events)[kind]

    for p in many["no_self_harm"] + many["daily_ideation"]:
        assert count(p, EventKind.SELF_HARM_ACT) == count(p, EventKind.SUICIDE_ATTEMPT) == 0
    for p in many["leaves_week_10"]:
        assert len(p.weeks) == 10
        assert "the way back" in p.left_because
    for p in many["refuses"]:
        assert not p.diary
        assert p.safety_plan is None or p.safety_plan.state is SafetyPlanState.DECLINED
    for p in many["fortnightly_gpm"]:
        assert p.therapy == "gpm"
        held = [s.at.date() for s in p.sessions]
        assert all((b - a).days >= 14 for a, b in pairwise(held))
    for p in many["from_inpatient"]:
        assert p.phases[0][0] is Phase.SAFETY
        assert count(p, EventKind.ADMISSION) >= 1


def test_danger_is_reviewed_unless_it_is_of_these_days() -> None:
    grave = {EventKind.SUICIDE_ATTEMPT, EventKind.SUICIDAL_INTENT, EventKind.SUICIDAL_PLAN}
    events = [(p, e) for p in PEOPLE for e in p.events if e.kind in grave]
    assert events
    for p, event in events:
        last = p.left_on or p.on
        assert bool(event.reviewed_by) == ((last - event.on).days > 2)


def test_names_are_marked_as_invented() -> None:
    assert all(p.name.endswith(("(invented)", "(erfunden)")) for p in PEOPLE)
    assert {p.language for p in PEOPLE} == {"de", "en"}
    assert all(p.born < date(LAST_DAY.year - 18, 1, 1) for p in PEOPLE)


@pytest.mark.parametrize("bad", [{"n": -1}, {"world": "nowhere"}, {"weeks": 0}])
def test_what_is_refused(bad) -> None:
    from openimt.errors import OpenIMTError

    with pytest.raises(OpenIMTError):
        invent(**({"n": 1, "seed": 1} | bad))
