"""Reminders with the person: what was agreed, its bounds, and the ledger of every prompt."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.prompt_ledger import ahead
from openimt_clinic.actions.prompting import agree_reminders, before
from openimt_clinic.clinician.prompt_forms import BoundsForm, ScheduleForm
from openimt_clinic.clinician.prompt_words import about_words, ledger, troubles
from openimt_clinic.components.schedule_words import when_words
from openimt_clinic.records.mapping.prompts import (
    Wanted,
    in_force,
    open_pause,
    proposed,
    wanted_of,
    zone_of,
)
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt import Prompt, PromptState
from openimt_clinic.refusals import carried_out

SHOWN_AHEAD, SHOWN_BACK = 20, 40


@patient_page(write=Permission.DELIVER)
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, patient: Patient) -> HttpResponse:
    """One page: what holds, a further schedule, the bounds, what came and why or why not."""
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    waiting = proposed(patient)
    # A suggestion that still waits is what is changed next, so that it is not lost.
    wanted = wanted_of(waiting) if waiting else before(patient)
    one = ScheduleForm(request.POST if doing == "add" else None, prefix="one")
    bounds = BoundsForm(wanted, request.POST if doing == "bounds" else None, prefix="bounds")
    if doing and _done(request, patient, wanted, doing, one, bounds):
        messages.success(request, _("Kept."))
        return redirect("clinician:reminders", patient.pk)
    may = Permission.DELIVER in permissions_for(standing_of(request).user, patient)
    shown = {**_shown(patient, wanted), "one": one, "bounds": bounds, "may_write": may}
    return render(request, "clinician/reminders.html", shown)


def _done(
    request: HttpRequest,
    patient: Patient,
    wanted: Wanted,
    doing: str,
    one: ScheduleForm,
    bounds: BoundsForm,
) -> bool:
    if doing == "remove":
        left = tuple(s for s in wanted.schedules if s.id != request.POST.get("id"))
        together = request.POST.get("together") == "on"
        _agree(request, patient, replace(wanted, schedules=left), together=together)
        return True
    form = one if doing == "add" else bounds
    if not form.is_valid():
        return False
    wish: Callable[[], Wanted] = bounds.wished if form is bounds else lambda: replace(
        wanted, schedules=(*wanted.schedules, one.schedule())
    )  # fmt: skip
    together = form.cleaned_data["together"]
    done = carried_out(form, lambda: _agree(request, patient, wish(), together=together))
    return done is not None


def _agree(request: HttpRequest, patient: Patient, wanted: Wanted, *, together: bool) -> object:
    by = standing_of(request).user
    return agree_reminders(patient=patient, wanted=wanted, together=together, by=by)


def _shown(patient: Patient, wanted: Wanted) -> dict[str, object]:
    now, zone = timezone.now(), zone_of(patient)
    rows = Prompt.objects.filter(patient=patient)
    coming = rows.filter(due_at__gt=now).order_by("try_at")
    return {
        "patient": patient,
        "version": in_force(patient),
        "proposed": proposed(patient),
        "schedules": [(s.id, about_words(s.about), when_words(s)) for s in wanted.schedules],
        "zone": zone.key,
        "other_zone": zone != ZoneInfo(patient.clinic.time_zone),
        "wanted": wanted,
        "pause": open_pause(patient, now),
        "troubles": troubles(patient, now),
        "coming": ledger(coming.filter(state=PromptState.PLANNED.value)[:SHOWN_AHEAD], zone),
        "left_out": coming.filter(state=PromptState.DROPPED.value).count(),
        "until": (now + ahead()).astimezone(zone).date(),
        "past": ledger(rows.filter(due_at__lte=now).order_by("-due_at")[:SHOWN_BACK], zone),
    }
