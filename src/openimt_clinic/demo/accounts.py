"""The log-ins of the demo clinic. They are printed when it starts and open nothing real."""

from dataclasses import dataclass

from openimt_clinic.access.role_names import RoleName

PASSWORD = "demo-clinic-2026"  # noqa: S105 - printed on purpose; the demo holds invented people


@dataclass(frozen=True)
class Account:
    """Who signs in, and as what."""

    name: str
    email: str
    roles: tuple[RoleName, ...]
    says: str


STAFF = (
    Account("Dr Ana Weber", "ana@demo.example", (RoleName.CLINICIAN,), "clinician"),
    Account("Lea Brandt", "lea@demo.example", (RoleName.TEAM_LEAD,), "team lead"),
    Account("Noor Haddad", "noor@demo.example", (RoleName.CATALOGUE_AUTHOR,), "catalogue author"),
)
PATIENT = Account("Mara K.", "mara@demo.example", (RoleName.PATIENT,), "patient")
