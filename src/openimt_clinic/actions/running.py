"""Running a clinic: its numbers, its people, what it can give. Its roster: ``duty``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openimt.errors import RecordError
from openimt.terms import Response
from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.clinic_numbers import Numbers, checked
from openimt_clinic.actions.own_calendar import end_calendars_of
from openimt_clinic.audit.log import record
from openimt_clinic.database.wall import inside
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.service_context import ServiceContext
from openimt_clinic.records.user import User


@action
def found_clinic(
    *,
    name: str,
    numbers: Numbers,
    by: None = None,
    patient_name: str = "",
    language: str = "en",
    time_zone: str = "Europe/Berlin",
    is_demo: bool = False,
) -> Clinic:
    """A new clinic; whoever installs it founds it, so there is nobody yet to ask."""
    if Clinic.objects.filter(name=name.strip()).exists():
        raise RecordError(f"There is a clinic called {name.strip()} already.", field="name")
    clinic = Clinic(
        name=said(name, field="name", remedy="Give the clinic a name."),
        patient_name=patient_name.strip() or name.strip()[:60],
        language=language,
        time_zone=time_zone,
        is_demo=is_demo,
        **checked(numbers, language),
    )
    with inside(clinic=clinic.pk):
        clinic.save(force_insert=True)
        record("clinic.founded", by=by, clinic=clinic, is_demo=is_demo)
    return clinic


@action
def set_numbers(*, clinic: Clinic, numbers: Numbers, by: User) -> Clinic:
    """The numbers and the honest sentences, as every page shows them from now on."""
    require_in(by, Permission.RUN_CLINIC, clinic)
    fields = checked(numbers, clinic.language)
    for name, value in fields.items():
        setattr(clinic, name, value)
    clinic.save(update_fields=list(fields))
    record("clinic.numbers_set", by=by, clinic=clinic)
    return clinic


@action
def sign_clock(
    *, clinic: Clinic, minutes: Mapping[Response, int], signed_by: str, on: date, by: User
) -> Clinic:
    """The clinic's own minutes until the second person is told, signed by who answers for them."""
    require_in(by, Permission.RUN_CLINIC, clinic)
    if any(value < 1 for value in minutes.values()):
        raise RecordError("Give at least one minute to acknowledge.", field="minutes")
    clinic.clock = {response.value: value for response, value in minutes.items()}
    clinic.clock_signed_by = said(signed_by, field="signed_by", remedy="Write who signs this.")
    clinic.clock_signed_on = on
    clinic.save(update_fields=["clock", "clock_signed_by", "clock_signed_on"])
    record("clinic.clock_signed", by=by, clinic=clinic)
    return clinic


@action
def set_service(
    *,
    clinic: Clinic,
    competences: Sequence[str] | None,
    groups: Sequence[Mapping[str, Any]],
    by: User,
) -> ServiceContext:
    """What the clinic can give. ``competences`` None = not said."""
    require_in(by, Permission.RUN_CLINIC, clinic)
    given = None if competences is None else list(competences)
    kept, _ = ServiceContext.objects.update_or_create(
        clinic=clinic, defaults={"competences": given, "groups": [dict(g) for g in groups]}
    )
    record("clinic.service_set", by=by, clinic=clinic)
    return kept


@action
def invite(
    *,
    clinic: Clinic,
    email: str,
    name: str,
    roles: Sequence[RoleName],
    password: str,
    by: User | None,
) -> User:
    """A new account in the clinic. ``by`` None: the first one, made by whoever installs."""
    if by is not None:
        require_in(by, Permission.RUN_CLINIC, clinic)
    elif Membership.objects.filter(clinic=clinic).exists() and not clinic.is_demo:
        raise RecordError("This clinic has people already; its team lead invites the next.")
    if User.objects.filter(email=email.strip().lower()).exists():
        raise RecordError("This address belongs to an account already.", field="email")
    user = User.objects.create_user(
        email, password, name=said(name, field="name", remedy="Write the person's name.")
    )
    for role in roles:
        Membership.objects.create(clinic=clinic, user=user, role=role.value)
    record("user.invited", by=by, clinic=clinic, user=user.pk)
    return user


@action
def switch_off(*, clinic: Clinic, user: User, by: User) -> User:
    """The person can no longer sign in, and their calendar's feed ends; what they wrote stays."""
    require_in(by, Permission.RUN_CLINIC, clinic)
    if not Membership.objects.filter(clinic=clinic, user=user).exists():
        raise RecordError("This person does not belong to the clinic.", field="user")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_calendars_of(clinic, user)
    record("user.switched_off", by=by, clinic=clinic, user=user.pk)
    return user
