"""What every page knows: the clinic, its numbers, and the honest notices."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt_clinic.access.standing import Standing
from openimt_clinic.components.shell import look
from openimt_clinic.environment import Mode
from openimt_clinic.front_place import front_place
from openimt_clinic.last_numbers import remember
from openimt_clinic.records.clinic import Clinic

CLOCK_SILENT_AFTER = timedelta(minutes=5)
PROMPTS_SILENT_AFTER = timedelta(minutes=15)


def page_context(request: HttpRequest) -> dict[str, object]:
    """Context processor. ``clinic`` is None where nobody is signed in."""
    standing: Standing | None = getattr(request, "standing", None)
    clinic = standing.clinic if standing else None
    if clinic:
        remember(clinic)
    return {
        **look(request),
        "standing": standing,
        "clinic": clinic,
        "clinic_name": clinic.name if clinic else "",
        "patient_side_name": clinic.patient_name if clinic else "",
        # Asked only by a page that shows it: one that nobody is signed in to.
        "front": partial(front_place, request),
        "notices": notices(standing),
        "not_for_real_people": settings.MODE is Mode.SERVE,
        "invented_people": settings.MODE is Mode.DEMO,
    }


def notices(standing: Standing | None) -> list[str]:
    """The strips above a page, staff and patients alike for the first two."""
    said = []
    if settings.MODE is Mode.SERVE:
        said.append(_("Not yet for the care of real people."))
    if settings.MODE is Mode.DEMO:
        said.append(_("A demonstration: everybody here is invented."))
    if standing and not standing.is_patient and clock_is_silent(standing.clinic):
        said.append(_("The alert clock is not running: no second person is told. Restart it now."))
    if standing and not standing.is_patient and prompts_are_silent(standing.clinic):
        said.append(_("The sender of reminders is not running: nobody is reminded. Restart it."))
    return said


def prompts_are_silent(clinic: Clinic) -> bool:
    """Whether the worker that sends reminders has not been seen for some minutes."""
    if settings.MODE is Mode.TEST:
        return False
    seen = clinic.prompts_seen_at
    return seen is None or timezone.now() - seen > PROMPTS_SILENT_AFTER


def clock_is_silent(clinic: Clinic) -> bool:
    """Whether the worker that passes alerts on has not been seen for some minutes."""
    if settings.MODE is Mode.TEST:
        return False
    seen = clinic.clock_seen_at
    return seen is None or timezone.now() - seen > CLOCK_SILENT_AFTER
