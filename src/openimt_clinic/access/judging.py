"""As what a user judges: any clinician as a clinician, who leads the team as a senior colleague."""

from openimt.terms import JUDGES
from openimt_clinic.access.care import roles_of
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User

CLINICIAN, SENIOR, PRESCRIBER = JUDGES


def judges_as(user: User, clinic: Clinic) -> str:
    """One of the roles that rules ask for. Nothing in the records says yet who prescribes."""
    return SENIOR if RoleName.TEAM_LEAD in roles_of(user, clinic) else CLINICIAN
