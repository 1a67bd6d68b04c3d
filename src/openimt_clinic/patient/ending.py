"""How it ends, on the person's own side: the day, what one takes along, and how to come back."""

import re

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.mapping.endings import current_ending
from openimt_clinic.records.patient import Patient

A_NUMBER = re.compile(r"\+?\d[\d /()-]{4,}\d")


@my_page
@require_safe
def ending(request: HttpRequest, patient: Patient) -> HttpResponse:
    """What was written together; before that, that nothing is planned."""
    kept = own_ending(patient)
    context = {
        "ending": kept,
        "over": patient.ended_on is not None,
        "toolkit": toolkit_of(kept) if kept else [],
        "call": number_of(kept.call) if kept else "",
        "later": _later(kept) if kept else [],
        "who": who_treats(patient),
        "skills_url": reverse("patient:skills"),
    }
    return shown(request, "patient/own/ending.html", patient, context, here=ME)


def own_ending(patient: Patient) -> CourseEnding | None:
    """The end as the person may see it: shared with them while it lies ahead, or done. A day that
    has passed without an end is nothing that anybody plans."""
    kept = current_ending(patient)
    ahead = kept is not None and kept.shown and kept.on >= timezone.localdate()
    return kept if kept and (ahead or kept.ended_at) else None


def number_of(call: str) -> str:
    """The telephone number in a line such as *Ana, 030 555 0101*; empty where there is none."""
    found = A_NUMBER.search(call)
    return found.group() if found else ""


def toolkit_of(kept: CourseEnding) -> list[tuple[str, list[object]]]:
    """What the person takes along, in their words; empty parts are left out."""
    words = (
        (_("What I can do now"), kept.gains),
        (_("How a hard time starts for me"), kept.signs),
        (_("What helps then"), kept.helps),
        (_("Who helps"), kept.people),
    )
    return [(title, lines) for title, lines in words if lines]


def _later(kept: CourseEnding) -> list[object]:
    today = timezone.localdate()
    rows = kept.follow_ups.filter(done_at__isnull=True, due_on__gte=today)
    return list(rows.values_list("due_on", flat=True))
