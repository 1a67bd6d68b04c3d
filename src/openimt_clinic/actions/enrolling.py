"""People come into care: enrolled, given to whoever treats them, and given an account."""

from datetime import date

from openimt.errors import RecordError
from openimt_clinic.access.care import require, require_in, roles_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.back_door.in_care import refuse_once_ended
from openimt_clinic.actions.relating import begins
from openimt_clinic.actions.sent_again import in_turn
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import catalogue_for, current_catalogue
from openimt_clinic.records.mapping.endings import died_on
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


@action
def enrol(
    *,
    clinic: Clinic,
    given_name: str,
    family_initial: str,
    code: str,
    started_on: date,
    treated_by: User,
    by: User,
    therapy: str = "imt",
    language: str = "",
) -> Patient:
    """A new patient, with the person who treats them from the first day.

    Raises CatalogueError for a therapy that is not there, or that only lends to others.
    """
    require_in(by, Permission.ENROL, clinic)
    current_catalogue(clinic).course_therapy(therapy)
    code = said(code, field="code", remedy="Give the person a code; files name them by it.")
    in_turn(clinic)
    if Patient.objects.filter(clinic=clinic, code=code).exists():
        raise RecordError(f"'{code}' is somebody's code already; choose another.", field="code")
    patient = Patient.objects.create(
        clinic=clinic,
        given_name=said(given_name, field="given_name", remedy="Write the given name."),
        family_initial=said(family_initial, field="family_initial", remedy="Write one letter."),
        code=code,
        started_on=started_on,
        therapy=therapy,
        language=language or clinic.language,
    )
    record("patient.enrolled", by=by, patient=patient, therapy=therapy)
    begins(patient, treated_by, CareKind.TREATING, started_on, by)
    return patient


@action
def relate(*, patient: Patient, user: User, kind: CareKind, since: date, by: User) -> CareRelation:
    """Gives the patient to a person who treats, or lets one of the team read along."""
    _may_assign(by, patient)
    in_turn(patient)
    return begins(patient, user, kind, since, by)


@action
def give_account(*, patient: Patient, email: str, password: str, by: User) -> User:
    """The patient's own log-in."""
    require(by, Permission.ASSESS, patient)
    if died_on(patient) is not None:
        raise RecordError("This person has died; nobody is invited any more.", field="email")
    in_turn(patient)
    if Patient.objects.filter(pk=patient.pk, account__isnull=False).exists():
        raise RecordError("This person has an account already.", field="email")
    if User.objects.filter(email=email.strip().lower()).exists():
        raise RecordError("This address belongs to an account already.", field="email")
    user = User.objects.create_user(
        email, password, name=patient.given_name, language=patient.language
    )
    Membership.objects.create(clinic_id=patient.clinic_id, user=user, role=RoleName.PATIENT.value)
    patient.account = user
    patient.save(update_fields=["account"])
    record("patient.account_given", by=by, patient=patient, user=user.pk)
    return user


@action
def set_course(*, patient: Patient, therapy: str, sessions_per_week: float, by: User) -> Patient:
    """The therapy the course is under, and how often the person comes.

    Raises CatalogueError for a therapy that is not there, or that only lends to others.
    """
    require(by, Permission.PLAN, patient)
    refuse_once_ended(patient)
    catalogue_for(patient).course_therapy(therapy)
    if not 0 < sessions_per_week <= 14:
        raise RecordError("Choose between one session in many weeks and 14 a week.",
                          field="sessions_per_week")  # fmt: skip
    patient.therapy, patient.sessions_per_week = therapy, sessions_per_week
    patient.save(update_fields=["therapy", "sessions_per_week"])
    record("course.set", by=by, patient=patient, therapy=therapy)
    return patient


def _may_assign(by: User, patient: Patient) -> None:
    """The team lead, or who treats the person now."""
    if RoleName.TEAM_LEAD not in roles_of(by, patient.clinic):
        require(by, Permission.ASSESS, patient)
