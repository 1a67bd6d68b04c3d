"""The table of log-ins that the demo prints when it starts."""

from openimt_clinic.database.wall import inside
from openimt_clinic.demo.accounts import PASSWORD, PATIENTS, STAFF
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient


def log_ins() -> str:
    """One line a log-in: the name as it stands on the screens, the address, and what they see."""
    clinic = Clinic.objects.get(is_demo=True)
    with inside(clinic=clinic.pk):
        names = {patient.code: patient.name for patient in Patient.objects.filter(clinic=clinic)}
    rows = [(one.name, one.email, one.says) for one in STAFF]
    rows += [(names.get(one.person, one.person), one.email, one.says) for one in PATIENTS]
    lines = [f"  {name:<16} {email:<27} {says}" for name, email, says in rows]
    return "\n".join([f"Sign in with any of these; the password is {PASSWORD}", "", *lines])
