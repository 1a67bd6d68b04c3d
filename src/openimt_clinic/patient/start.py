"""Today: a few cards, each there only when it is of use now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.patient.shell import TODAY, shown
from openimt_clinic.patient.today.parts import cards
from openimt_clinic.records.patient import Patient

MORNING, NOON, EVENING = 5, 12, 18


@my_page
@require_safe
def start(request: HttpRequest, patient: Patient) -> HttpResponse:
    now = timezone.now()
    local = now.astimezone(ZoneInfo(patient.clinic.time_zone))
    context = {"when": day_and_hour(local), "cards": cards(patient, now)}
    return shown(request, "patient/home.html", patient, context, here=TODAY)


def day_and_hour(local: datetime) -> str:
    """Which day and which part of it, such as *Tuesday evening*."""
    if local.hour < MORNING:
        words = _("%(day)s, in the night")
    elif local.hour < NOON:
        words = _("%(day)s morning")
    else:
        words = _("%(day)s afternoon") if local.hour < EVENING else _("%(day)s evening")
    return words % {"day": date_format(local, "l")}
