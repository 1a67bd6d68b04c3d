"""An open alert case as every staff page shows it: what was said, whose it is, and the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.terms import Response
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral_alert import ReferralAlert

WORTH_SAYING = timedelta(minutes=1)
IN_MINUTES = 180
"""A longer wait is said by its hour, not in minutes."""


@dataclass(frozen=True)
class OpenCase:
    """What the caseload knows of one open alert case. ``urgent``: an emergency, or for the same
    day; any other waits for its own day. ``given_at``: where it came in later than that.
    ``referral_id``: of somebody at the front door, who is no patient yet; then ``patient_id`` is
    the referral's, too."""

    id: UUID
    patient_id: UUID
    name: str
    says: str
    owner: str
    second: str
    due_at: datetime
    passed_on_at: datetime | None
    acknowledged_by: str
    urgent: bool = True
    given_at: datetime | None = None
    received_at: datetime | None = None
    referral_id: UUID | None = None


@dataclass(frozen=True)
class CaseRow:
    """One open case: who, what was said, whose it is, and the clock. ``act``: shown in red."""

    case: OpenCase
    act: bool
    owner_says: str
    clock_says: str
    second_says: str
    late_says: str = ""


def open_case(row: AlertCase, patient: Patient) -> OpenCase:
    """What the screens say of an alert case. What is only asked about is passed on to nobody."""
    passes_on = row.second is not None and row.response != Response.ENQUIRE.value
    return OpenCase(
        id=row.pk,
        patient_id=patient.pk,
        name=patient.name,
        says=row.says,
        owner=str(row.owner.name) if row.owner else "",
        second=str(row.second.name) if row.second and passes_on else "",
        due_at=row.due_at,
        passed_on_at=row.passed_on_at,
        acknowledged_by=row.acknowledged_by.name if row.acknowledged_by else "",
        urgent=Response(row.response).urgency >= Response.SAME_DAY.urgency,
        given_at=row.given_at if came_late(row) else None,
        received_at=row.received_at,
    )


def open_at_the_door(row: ReferralAlert) -> OpenCase:
    """The same of an alert at the front door."""
    return OpenCase(
        id=row.pk,
        patient_id=row.referral_id,
        name=row.referral.name,
        says=row.says,
        owner=str(row.owner.name) if row.owner else "",
        second=str(row.second.name) if row.second else "",
        due_at=row.due_at,
        passed_on_at=row.passed_on_at,
        acknowledged_by=row.acknowledged_by.name if row.acknowledged_by else "",
        received_at=row.received_at,
        referral_id=row.referral_id,
    )


def came_late(row: AlertCase) -> bool:
    """Whether it was given earlier than it came in, so that both moments are worth saying."""
    return row.received_at - row.given_at >= WORTH_SAYING


def case_row(case: OpenCase, now: datetime) -> CaseRow:
    """One open case as a row; in red while somebody must act now and nobody has acknowledged it."""
    waits = not case.acknowledged_by
    act = waits and (case.urgent or case.due_at <= now)
    clock = _clock_says(case, now) if waits else ""
    return CaseRow(case, act, _owner_says(case), clock, _second_says(case), _late_says(case))


def _late_says(case: OpenCase) -> str:
    """Both moments, where the answer waited on a phone; else nothing."""
    if case.given_at is None or case.received_at is None:
        return ""
    given, received = (
        date_format(localtime(at), _("D j M, H:i")) for at in (case.given_at, case.received_at)
    )
    return _("given %(given)s, received %(received)s") % {"given": given, "received": received}


def _owner_says(case: OpenCase) -> str:
    if case.acknowledged_by:
        return _("%(who)s is on it") % {"who": case.acknowledged_by}
    if not case.owner:
        return _("nobody is on duty: take it")
    if case.passed_on_at and case.second:
        return _("%(owner)s, and now %(second)s") % {"owner": case.owner, "second": case.second}
    if case.passed_on_at:
        return _("%(owner)s, who has not answered; there is nobody else to tell: take it") % {
            "owner": case.owner
        }
    return case.owner


def _clock_says(case: OpenCase, now: datetime) -> str:
    """The server's own true sentence; the page's clock goes on from ``due_at``."""
    minutes = int((case.due_at - now).total_seconds() // 60)
    at = date_format(localtime(case.due_at), _("D j M, H:i"))
    if minutes <= -IN_MINUTES:
        return _("overdue since %(at)s") % {"at": at}
    if minutes < 0:
        return ngettext("overdue by %(n)d minute", "overdue by %(n)d minutes", -minutes) % {
            "n": -minutes
        }
    if minutes >= IN_MINUTES:
        return _("until %(at)s") % {"at": at}
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}


def _second_says(case: OpenCase) -> str:
    if not case.second or case.passed_on_at:
        return ""
    at = date_format(localtime(case.due_at), "H:i")
    return _("then %(second)s is told, at %(at)s") % {"second": case.second, "at": at}
