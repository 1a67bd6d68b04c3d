"""A course with a safety plan, a duty, and two answers that worry: what pages of cases show."""

from openimt.simulate.people import invent
from openimt_clinic.actions.answering import answer_given, send_answers
from openimt_clinic.actions.safety_planning import make_safety_plan
from tests.web.kept import TODAY, a_duty
from tests.web.living import live
from tests.web.people import People

PLAN = {
    "warning_signs": ["I stop answering.", "I pace."],
    "own_ways": ["Cold water.", "Walk to the river and back."],
    "people_to_ask": [{"name": "Su", "number": "030 555 0172"}],
    "reasons_for_living": ["Miso the cat."],
}


def worry(people: People) -> People:
    """Dan has lived through a course, and has said today what somebody has to act on."""
    live(people.patient, invent(5, seed=2)[4], people.ana)
    make_safety_plan(patient=people.patient, elements=PLAN, on=TODAY, by=people.ana)
    a_duty(people)
    answer_given(
        patient=people.patient, instrument="oi-safety", item="suicidal_urge", value=4, by=people.dan
    )
    send_answers(
        patient=people.patient, instrument="oi-day", answers={"ingestion": 1}, by=people.dan
    )
    return people
