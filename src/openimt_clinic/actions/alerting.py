"""What people do with an alert case: acknowledge it, log each try to reach the person, close it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt.assess.scores import WorryingAnswer
from openimt.errors import RecordError
from openimt.terms import Response
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.alert_opening import open_case
from openimt_clinic.actions.clock import clock_of
from openimt_clinic.actions.contacting import Said, noted_already
from openimt_clinic.actions.sent_again import in_turn, place_of
from openimt_clinic.actions.telling import answers_alerts, is_away, who_is_told
from openimt_clinic.audit.log import record
from openimt_clinic.jobs.queue import tell_later
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

NO_CONTACT = (
    "Nobody has written down a try to reach the person. Add it to the log first, or write here why "
    "none was needed."
)


@action
def raise_alert(
    *,
    patient: Patient,
    response: Response,
    says: str,
    by: User,
    at: datetime | None = None,
) -> AlertCase:
    """Opens a case for something said outside a form, on the telephone for example."""
    require(by, Permission.READ_RECORD, patient)
    now = at or timezone.now()
    says = said(says, field="says", remedy="Write in one sentence what was said.")
    worry = WorryingAnswer("told", 1.0, response, says)
    return open_case(patient, worry, answer_set=None, given_at=now, received_at=now, by=by)


@action
def acknowledge(*, alert: AlertCase, by: User, at: datetime | None = None) -> AlertCase:
    """*I am on it*: from now on this person acts, and nobody else is told.

    Who says so after somebody else takes nothing away from them; the case's log shows both.
    """
    case = _open(alert, by)
    if case.acknowledged_at is None:
        case.acknowledged_at, case.acknowledged_by = at or timezone.now(), by
        case.save(update_fields=["acknowledged_at", "acknowledged_by"])
    record("alert.acknowledged", by=by, patient=case.patient, alert=case.pk)
    return case


@action
def hand_over(*, alert: AlertCase, to: User, by: User, at: datetime | None = None) -> AlertCase:
    """Gives the case to another person, who is told and has to acknowledge it in time, or it goes
    to a second person: the clock runs for them as it ran for who had it before."""
    case, now = _open(alert, by), at or timezone.now()
    if Permission.ANSWER_ALERTS not in permissions_for(to, case.patient):
        raise RecordError(f"{to.name} may not answer alerts of this person.", field="to")
    case.owner, case.acknowledged_at, case.acknowledged_by = to, None, None
    case.nobody_on_duty = False
    clock = clock_of(case.patient.clinic, Response(case.response))
    told = who_is_told(case.patient, now, on_duty_first=clock.to_on_duty, but=to)
    due = clock.due(now, ZoneInfo(case.patient.clinic.time_zone))
    # A deadline that is still ahead is not put off by handing on.
    case.due_at = min(case.due_at, due) if case.due_at > now else due
    case.second, case.passed_on_at = told.owner, None
    case.save()
    record("alert.handed_over", by=by, patient=case.patient, alert=case.pk, to=to.pk)
    tell_later(case, to)
    return case


@action
def pass_on(*, alert: AlertCase, at: datetime, by: User | None = None) -> AlertCase:
    """The clock: nobody has acknowledged in time, so the second person is told. ``by`` is None.

    Where that person has left or was switched off since, whoever is next at this moment is told;
    where there is nobody the case says so.
    """
    case = AlertCase.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if case.acknowledged_at or case.closed_at or case.passed_on_at or at < case.due_at:
        record("alert.not_passed_on", by=by, patient=case.patient, alert=case.pk)
        return case
    told = case.second = _second(case, at)
    case.passed_on_at = at
    case.save(update_fields=["passed_on_at", "second"])
    record(
        "alert.passed_on", by=by, patient=case.patient, alert=case.pk,
        second=told.pk if told else None,
    )  # fmt: skip
    if told:
        tell_later(case, told)
    return case


@action
def log_contact(
    *,
    alert: AlertCase,
    way: ContactWay,
    reached: bool,
    by: User,
    came_of_it: Said | None = None,
    at: datetime | None = None,
    key: UUID | None = None,
) -> ContactLine:
    """Adds one try to reach the person to the case's log. ``key``: made by the page, so that a
    form that was sent twice is one line."""
    in_turn(alert.patient)  # before the case, as everywhere: two orders could wait for each other
    case, when = _open(alert, by), at or timezone.now()
    given = {"way": way.value, "reached": reached, **(came_of_it or Said()).fields(when)}
    if there := noted_already(case.patient, key, {"alert_id": case.pk, **given}):
        record("alert.contact_again", by=by, patient=case.patient, alert=case.pk)
        return there
    contact = ContactLine.objects.create(
        id=place_of(case.patient_id, key),
        clinic_id=case.clinic_id,
        patient=case.patient,
        alert=case,
        at=when,
        by=by,
        **given,
    )
    record(
        "alert.contact", by=by, patient=case.patient, alert=case.pk, way=way.value, reached=reached
    )
    return contact


@action
def close(
    *, alert: AlertCase, reason: str, by: User, at: datetime | None = None, no_contact: str = ""
) -> AlertCase:
    """Closes a case with what came of it; closing acknowledges it, too. ``no_contact``: why nobody
    tried to reach the person, where the case calls for contact and its log holds no try."""
    if pressed := _closed_so(alert, reason, by):
        record("alert.closed_again", by=by, patient=pressed.patient, alert=pressed.pk)
        return pressed
    case = _open(alert, by)
    now = at or timezone.now()
    came = said(reason, field="reason", remedy="Write what came of it.")
    if needs_contact(case):
        why = said(no_contact, field="no_contact", remedy=NO_CONTACT)
        came = f"{came}\nWithout contact: {why}"
    case.closed_reason = came
    if case.acknowledged_at is None:
        case.acknowledged_at, case.acknowledged_by = now, by
    case.closed_at, case.closed_by = now, by
    case.save()
    record("alert.closed", by=by, patient=case.patient, alert=case.pk)
    return case


def _closed_so(alert: AlertCase, reason: str, by: User) -> AlertCase | None:
    """The case, where this very press has closed it already."""
    case = AlertCase.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    require(by, Permission.ANSWER_ALERTS, case.patient)
    came = reason.strip()
    same = case.closed_reason == came or case.closed_reason.startswith(f"{came}\nWithout contact:")
    return case if not case.open and case.closed_by_id == by.pk and same else None


def needs_contact(case: AlertCase) -> bool:
    """Whether contact is called for today, and nobody has written down a try yet."""
    urgent = Response(case.response).urgency >= Response.SAME_DAY.urgency
    return urgent and not ContactLine.objects.filter(alert=case).exists()


def _second(case: AlertCase, at: datetime) -> User | None:
    clinic = case.patient.clinic
    there = case.second
    if there and answers_alerts(there, clinic) and not is_away(there, clinic, at):
        return there
    clock = clock_of(clinic, Response(case.response))
    return who_is_told(case.patient, at, on_duty_first=clock.to_on_duty, but=case.owner).owner


def _open(alert: AlertCase, by: User) -> AlertCase:
    """The case as it now stands, locked; raises RecordError when somebody closed it meanwhile."""
    case = AlertCase.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    require(by, Permission.ANSWER_ALERTS, case.patient)
    if not case.open:
        raise RecordError("This alert was closed already; look at what came of it.")
    return case
