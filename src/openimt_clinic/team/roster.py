"""The roster: who is on duty now and in the coming weeks, and where nobody is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.running import put_on_duty, take_off_duty
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.refusals import carried_out
from openimt_clinic.team.roster_form import RosterForm

AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Gap:
    """A stretch with nobody on duty."""

    starts_at: datetime
    ends_at: datetime


@clinic_page(Permission.RUN_CLINIC)
def roster(request: HttpRequest, standing: Standing) -> HttpResponse:
    """The coming four weeks; one more entry."""
    form = RosterForm(request.POST or None, clinic=standing.clinic)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = carried_out(
            form,
            lambda: put_on_duty(
                clinic=standing.clinic,
                who=form.first,
                second=form.other,
                starts_at=given["starts_at"],
                ends_at=given["ends_at"],
                by=standing.user,
            ),
        )
        if done is not None:
            return redirect("team:roster")
    now = timezone.now()
    rows = OnDuty.objects.filter(ends_at__gt=now, starts_at__lt=now + AHEAD)
    entries = list(rows.select_related("who", "second").order_by("starts_at"))
    context = {"entries": entries, "gaps": gaps(entries, now, now + AHEAD)[:8], "form": form}
    return render(request, "team/roster.html", context)


@clinic_page(Permission.RUN_CLINIC)
def take_off(request: HttpRequest, standing: Standing, entry_id: UUID) -> HttpResponse:
    """Takes one entry out."""
    entry = get_object_or_404(OnDuty, pk=entry_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    take_off_duty(entry=entry, by=standing.user)
    return redirect("team:roster")


def gaps(entries: list[OnDuty], start: datetime, end: datetime) -> list[Gap]:
    """The stretches between start and end in which no entry holds; entries begin in order."""
    found, covered = [], start
    for entry in entries:
        if entry.starts_at > covered:
            found.append(Gap(covered, entry.starts_at))
        covered = max(covered, entry.ends_at)
    return [*found, Gap(covered, end)] if covered < end else found
