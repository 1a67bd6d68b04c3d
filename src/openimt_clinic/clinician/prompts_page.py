"""Reminders with the person: what was agreed, its bounds, and the ledger of every prompt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt.deliver.prompts.schedule import Schedule
from openimt.errors import RecordError
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


@dataclass(frozen=True)
class Agreed:
    """One schedule as the page shows it, and the form that changes it where it stands."""

    id: str
    about: str
    when: str
    form: ScheduleForm


@patient_page(write=Permission.DELIVER)
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, patient: Patient) -> HttpResponse:
    """One page: what holds, a further schedule, the bounds, what came and why or why not."""
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    waiting = proposed(patient)
    # A suggestion that still waits is what is changed next, so that it is not lost.
    wanted = wanted_of(waiting) if waiting else before(patient)
    forms: dict[str, ScheduleForm | BoundsForm] = {
        "add": ScheduleForm(request.POST if doing == "add" else None, prefix="one"),
        "bounds": BoundsForm(wanted, request.POST if doing == "bounds" else None, prefix="bounds"),
    }
    schedules = [_agreed(request, one, doing) for one in wanted.schedules]
    if doing == "change":
        forms["change"] = _to_change(request, schedules)
    if doing and _done(request, patient, wanted, doing, forms):
        messages.success(request, _("Kept."))
        return redirect("clinician:reminders", patient.pk)
    may = Permission.DELIVER in permissions_for(standing_of(request).user, patient)
    shown = {"schedules": schedules, "one": forms["add"], "bounds": forms["bounds"]}
    return render(
        request,
        "clinician/reminders.html",
        {**_shown(patient, wanted), **shown, "may_write": may},
    )


def _agreed(request: HttpRequest, one: Schedule, doing: str) -> Agreed:
    sent = request.POST if doing == "change" and request.POST.get("id") == one.id else None
    form = ScheduleForm(sent, there=one, prefix=f"change-{one.id}")
    return Agreed(one.id, about_words(one.about), when_words(one), form)


def _to_change(request: HttpRequest, schedules: list[Agreed]) -> ScheduleForm:
    for one in schedules:
        if one.id == request.POST.get("id"):
            return one.form
    raise RecordError(_("This reminder was taken away meanwhile. Look at what holds now."))


def _done(
    request: HttpRequest,
    patient: Patient,
    wanted: Wanted,
    doing: str,
    forms: Mapping[str, ScheduleForm | BoundsForm],
) -> bool:
    if doing == "remove":
        left = tuple(s for s in wanted.schedules if s.id != request.POST.get("id"))
        together = request.POST.get("together") == "on"
        _agree(request, patient, replace(wanted, schedules=left), together=together)
        return True
    form = forms.get(doing)
    if form is None or not form.is_valid():
        return False
    if doing == "change" and request.POST.get("seen") != seen_by(patient):
        form.add_error(None, _("These reminders were changed meanwhile. Look at them once more."))
        return False
    together = form.cleaned_data["together"]
    wish = _wish(form, wanted)
    return carried_out(form, lambda: _agree(request, patient, wish, together=together)) is not None


def _wish(form: ScheduleForm | BoundsForm, wanted: Wanted) -> Wanted:
    """What is wanted with what the form says: other bounds, one more, or one in its old place."""
    if isinstance(form, BoundsForm):
        return form.wished()
    one = form.schedule()
    if form.there is None:
        return replace(wanted, schedules=(*wanted.schedules, one))
    changed = tuple(one if there.id == one.id else there for there in wanted.schedules)
    return replace(wanted, schedules=changed)


def seen_by(patient: Patient) -> str:
    """Which version a page shows, so that nobody changes what they have not seen."""
    version = proposed(patient) or in_force(patient)
    return str(version.number) if version else ""


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
        "seen": seen_by(patient),
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
