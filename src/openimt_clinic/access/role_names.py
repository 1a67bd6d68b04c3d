"""What a user can be in a clinic."""

from enum import StrEnum


class RoleName(StrEnum):
    """The names of the roles; what each may do is in ``openimt_clinic.access.roles``."""

    CLINICIAN = "clinician"
    PATIENT = "patient"
    TEAM_LEAD = "team_lead"
    CATALOGUE_AUTHOR = "catalogue_author"
