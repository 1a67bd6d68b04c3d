"""Filling the demo clinic. Running it again keeps what is there."""

from datetime import date

from openimt_clinic.actions.enrolling import enrol, give_account
from openimt_clinic.actions.running import CrisisNumber, Numbers, found_clinic, invite
from openimt_clinic.database.wall import inside
from openimt_clinic.demo.accounts import PASSWORD, PATIENT, STAFF, Account
from openimt_clinic.demo.guard import refuse_real_people
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User

NAME = "Demo clinic"
NUMBERS = Numbers(
    emergency_number="112",
    emergency_label="Emergency medical help (invented clinic: call your own country's number)",
    crisis_numbers=(CrisisNumber("Crisis line of the demo clinic", "0000 000", "day and night"),),
    who_reads="Nobody reads answers here: this clinic is invented.",
    out_of_hours="Nobody answers here at any hour: this clinic is invented.",
)


def load_demo(today: date) -> None:
    """Makes the demo clinic unless it is there; refuses a database with a clinic that is not."""
    refuse_real_people()
    if Clinic.objects.filter(is_demo=True).exists():
        return
    clinic = found_clinic(name=NAME, numbers=NUMBERS, is_demo=True)
    with inside(clinic=clinic.pk):
        staff = {account.email: _invite(clinic, account) for account in STAFF}
        ana = staff[STAFF[0].email]
        mara = enrol(
            clinic=clinic,
            given_name="Mara",
            family_initial="K",
            code="demo-1",
            started_on=today,
            treated_by=ana,
            by=ana,
        )
        give_account(patient=mara, email=PATIENT.email, password=PASSWORD, by=ana)


def _invite(clinic: Clinic, account: Account) -> User:
    return invite(
        clinic=clinic,
        email=account.email,
        name=account.name,
        roles=account.roles,
        password=PASSWORD,
        by=None,
    )
