"""The people of a live clinic, made in a process of its own: Dan with a plan, and Mia."""

from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.safety_planning import make_safety_plan
from openimt_clinic.database.static_files import collect
from openimt_clinic.database.wall import inside
from tests.web.kept import TODAY, a_duty
from tests.web.people import a_patient, a_user, invite_people

PLAN = {
    "warning_signs": ["I stop answering."],
    "own_ways": ["Walk to the river and back."],
    "people_to_ask": [{"name": "Su", "number": "030 555 0172"}],
}


def invited() -> dict[str, str]:
    """Collects the static files, makes the people, and returns the ids of what was made."""
    collect()
    people = invite_people()
    mia = a_user("Mia", people.clinic, RoleName.PATIENT)
    a_patient(people.clinic, given_name="Mia", account=mia)
    with inside(clinic=people.clinic.pk):
        make_safety_plan(patient=people.patient, elements=PLAN, on=TODAY, by=people.ana)
        a_duty(people)
    return {"clinic": str(people.clinic.pk), "dan": str(people.patient.pk)}
