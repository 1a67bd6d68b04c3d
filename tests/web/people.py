"""The four named people of the web's tests, and the two clinics they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from openimt_clinic.access.role_names import RoleName
from openimt_clinic.database.wall import inside
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

PASSWORD = "a long and harmless sentence"
STARTED = date(2026, 9, 7)


@dataclass(frozen=True)
class People:
    """Ana treats Dan. Ben is in her team and may read. Cleo works in another clinic. Dan is the
    patient. Lea leads Ana's clinic and belongs to nobody's team."""

    clinic: Clinic
    elsewhere: Clinic
    ana: User
    ben: User
    cleo: User
    dan: User
    lea: User
    patient: Patient

    @property
    def nora(self) -> User:
        """A catalogue author of Ana's clinic, who sees no patient; there from when asked for."""
        there = User.objects.filter(email="nora@example.org").first()
        return there or a_user("Nora", self.clinic, RoleName.CATALOGUE_AUTHOR)


def a_clinic(name: str) -> Clinic:
    clinic = Clinic(
        name=name,
        patient_name="Riverside",
        emergency_number="112",
        emergency_label="Emergency medical help",
        crisis_numbers=[{"name": "Night line", "number": "030 555 01", "hours": "18 to 8"}],
        who_reads="Your team reads answers on weekdays between 9 and 17.",
        out_of_hours="At night nobody of the team reads here.",
    )
    with inside(clinic=clinic.pk):
        clinic.save(force_insert=True)
    return clinic


def a_user(name: str, clinic: Clinic, *roles: RoleName) -> User:
    user = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name)
    with inside(clinic=clinic.pk):
        for role in roles:
            Membership.objects.create(clinic=clinic, user=user, role=role)
    return user


def a_patient(clinic: Clinic, *, given_name: str = "Dan", account: User | None = None) -> Patient:
    with inside(clinic=clinic.pk):
        return Patient.objects.create(
            clinic=clinic,
            given_name=given_name,
            family_initial="M",
            code=given_name.lower(),
            account=account,
            started_on=STARTED,
        )


def invite_people() -> People:
    """Written together, a table at a time: nearly every test of the web begins with them."""
    clinic, elsewhere = a_clinic("Riverside clinic"), a_clinic("Hill practice")
    ana, ben, cleo, dan, lea = (_unwritten(name) for name in ("Ana", "Ben", "Cleo", "Dan", "Lea"))
    User.objects.bulk_create([ana, ben, cleo, dan, lea])
    with inside(clinic=elsewhere.pk):
        _join(elsewhere, {cleo: RoleName.CLINICIAN})
    clinicians = {ana: RoleName.CLINICIAN, ben: RoleName.CLINICIAN}
    with inside(clinic=clinic.pk):
        _join(clinic, clinicians | {dan: RoleName.PATIENT, lea: RoleName.TEAM_LEAD})
        patient = a_patient(clinic, account=dan)
        kinds = {ana: CareKind.TREATING, ben: CareKind.TEAM}
        CareRelation.objects.bulk_create(
            CareRelation(clinic=clinic, patient=patient, user=user, kind=kind, since=STARTED)
            for user, kind in kinds.items()
        )
    return People(clinic, elsewhere, ana, ben, cleo, dan, lea, patient)


def _unwritten(name: str) -> User:
    return User(email=f"{name.lower()}@example.org", name=name, password=_hashed())


@cache
def _hashed() -> str:
    """They share a password, so they may share what is kept of it."""
    return make_password(PASSWORD)


def _join(clinic: Clinic, roles: Mapping[User, RoleName]) -> None:
    Membership.objects.bulk_create(
        Membership(clinic=clinic, user=user, role=role) for user, role in roles.items()
    )
