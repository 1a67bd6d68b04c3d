"""Today: what comes next, what was said last, and what waits to be filled in."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.patient.due import Due, due_forms
from openimt_clinic.patient.shell import TODAY, shown
from openimt_clinic.records.appointment import Appointment, AppointmentState, Place
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

DIARY = "oi-day"
MORNING, NOON, EVENING = 5, 12, 18


@dataclass(frozen=True)
class Door:
    """A large link to a form: its name and a few words under it."""

    form_id: str
    name: str
    says: str


@my_page
@require_safe
def start(request: HttpRequest, patient: Patient) -> HttpResponse:
    now = timezone.now()
    due = due_forms(patient, now)
    local = now.astimezone(ZoneInfo(patient.clinic.time_zone))
    return shown(
        request,
        "patient/home.html",
        patient,
        {
            "when": day_and_hour(local),
            "diary": _door(due[DIARY]),
            "diary_due": due[DIARY].due,
            "doors": [_door(one) for one in due.values() if one.due and one.form.id != DIARY],
            "next": _coming(patient, now, AppointmentState.PLANNED),
            "cancelled": _coming(patient, now, AppointmentState.CANCELLED_BY_US),
            "remote": Place.REMOTE.value,
            "last": SessionRecord.objects.filter(patient=patient).exclude(homework="").first(),
        },
        here=TODAY,
    )


def day_and_hour(local: datetime) -> str:
    """Which day and which part of it, such as *Tuesday evening*."""
    if local.hour < MORNING:
        words = _("%(day)s, in the night")
    elif local.hour < NOON:
        words = _("%(day)s morning")
    else:
        words = _("%(day)s afternoon") if local.hour < EVENING else _("%(day)s evening")
    return words % {"day": date_format(local, "l")}


def _door(due: Due) -> Door:
    return Door(due.form.id, due.form.title(get_language() or "en"), _under(due))


def _under(due: Due) -> str:
    if due.begun:
        return _("You have begun. Go on where you were.")
    seconds = round(due.form.instrument.minutes * 60, -1)
    if seconds < 120:
        return _("about %(n)d seconds") % {"n": seconds}
    return _("about %(n)d minutes") % {"n": round(due.form.instrument.minutes)}


def _coming(patient: Patient, now: datetime, state: AppointmentState) -> Appointment | None:
    rows = Appointment.objects.filter(patient=patient, starts_at__gte=now, state=state.value)
    return rows.select_related("with_whom").order_by("starts_at").first()
