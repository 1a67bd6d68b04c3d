"""The roles, as the staff page prints them. Changes here are changes of who sees what."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName


@dataclass(frozen=True)
class Role:
    """A role: how it is called, what it is for in plain words, and what it may do by itself."""

    name: RoleName
    title: str | Promise
    says: str | Promise
    permissions: frozenset[Permission]


CLINICIAN = Role(
    RoleName.CLINICIAN,
    _("Clinician"),
    _(
        "Sees the people in their care. Writes in the records of those they treat; reads along "
        "where they belong to the team; answers alerts while on duty."
    ),
    frozenset({Permission.SEE_CASELOAD, Permission.READ_CATALOGUE, Permission.ENROL}),
)
PATIENT = Role(
    RoleName.PATIENT,
    _("Patient"),
    _("Sees their own path, forms and safety plan, and nobody else's."),
    frozenset(),
)
TEAM_LEAD = Role(
    RoleName.TEAM_LEAD,
    _("Team lead"),
    _(
        "Sets the clinic's numbers and the roster, decides who treats whom, and sees every open "
        "alert. Reads no record without belonging to the team of that person."
    ),
    frozenset(
        {
            Permission.SEE_CASELOAD,
            Permission.ENROL,
            Permission.RUN_CLINIC,
            Permission.READ_CATALOGUE,
        }
    ),
)
CATALOGUE_AUTHOR = Role(
    RoleName.CATALOGUE_AUTHOR,
    _("Catalogue author"),
    _("Reads and writes modules. Sees no patient."),
    frozenset({Permission.READ_CATALOGUE, Permission.AUTHOR_CATALOGUE}),
)

ROLES = {role.name: role for role in (CLINICIAN, PATIENT, TEAM_LEAD, CATALOGUE_AUTHOR)}
