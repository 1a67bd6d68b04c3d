"""The log-ins of the demo clinic. They are printed when it starts and open nothing real."""

from dataclasses import dataclass

from openimt_clinic.access.role_names import RoleName

PASSWORD = "demo-clinic-2026"  # noqa: S105 - printed on purpose; the demo holds invented people


@dataclass(frozen=True)
class Account:
    """Who signs in, as what, and what they find."""

    name: str
    email: str
    roles: tuple[RoleName, ...]
    says: str


@dataclass(frozen=True)
class OwnLogIn:
    """A log-in of one of the sixteen. ``waits``: today's forms are still to be filled in."""

    person: str
    email: str
    says: str
    waits: bool = True


ANA = Account(
    "Dr Ana Weber",
    "ana@demo.example",
    (RoleName.CLINICIAN,),
    "clinician: eight people in her care, and two whose records she may read",
)
TOMAS = Account(
    "Dr Tomas Okafor",
    "tomas@demo.example",
    (RoleName.CLINICIAN,),
    "clinician: the other eight, and two to read",
)
ROSA = Account(
    "Rosa Lind",
    "rosa@demo.example",
    (RoleName.CLINICIAN,),
    "on duty this week: the records behind open alerts, nobody else's",
)
IVO = Account(
    "Ivo Brandt",
    "ivo@demo.example",
    (RoleName.CLINICIAN,),
    "the second person this week, and on duty in the next",
)
LEA = Account(
    "Lea Sommer",
    "lea@demo.example",
    (RoleName.TEAM_LEAD,),
    "team lead: every open alert, the roster, the clinic's numbers; no record",
)
NOOR = Account(
    "Noor Haddad",
    "noor@demo.example",
    (RoleName.CATALOGUE_AUTHOR,),
    "catalogue author: the modules; no patient",
)
STAFF = (ANA, TOMAS, ROSA, IVO, LEA, NOOR)

ENGLISH = OwnLogIn("demo07", "patient-en@demo.example", "patient: own path, forms, safety plan")
GERMAN = OwnLogIn("demo08", "patient-de@demo.example", "patient, in German")
WORRIED = OwnLogIn(
    "demo09",
    "patient-alert@demo.example",
    "patient, in German, whose answer of today has raised an alert",
    waits=False,
)
LATER = OwnLogIn("demo14", "patient-later@demo.example", "patient, far on: the last phase")
PATIENTS = (ENGLISH, GERMAN, WORRIED, LATER)
