"""The roster: who is on duty now and in the coming weeks, and where nobody is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.duty import hand_duty, put_on_duty, swap_duty, take_off_duty
from openimt_clinic.components.cover import entries_between, gaps_ahead
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.refusals import carried_out
from openimt_clinic.team.roster_form import RosterForm, SwapForm, TakeOverForm
from openimt_clinic.team.roster_weeks import until_when, weeks


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
    end = until_when(now)
    entries = entries_between(standing.clinic, now, end)
    context = {
        "weeks": weeks(entries, now, end),
        "entries": entries,
        "gaps": gaps_ahead(standing.clinic, now, end - now),
        "form": form,
    }
    return render(request, "team/roster.html", context)


@clinic_page(Permission.RUN_CLINIC)
def change(request: HttpRequest, standing: Standing, entry_id: UUID) -> HttpResponse:
    """Somebody else takes a duty over, or two people swap theirs."""
    entry = get_object_or_404(OnDuty.objects.select_related("who", "second"), pk=entry_id)
    do, now = request.POST.get("do", ""), timezone.now()
    others = [
        one
        for one in entries_between(standing.clinic, now, until_when(now))
        if one.pk != entry.pk and one.who_id != entry.who_id
    ]
    taking = TakeOverForm(request.POST if do == "take" else None, entry=entry)
    swapping = SwapForm(request.POST if do == "swap" else None, others=others)
    if request.method == "POST" and _changed(standing, do, entry, taking, swapping):
        return redirect("team:roster")
    context = {"entry": entry, "take_form": taking, "swap_form": swapping, "others": others}
    return render(request, "team/roster_change.html", context)


def _changed(
    standing: Standing, do: str, entry: OnDuty, taking: TakeOverForm, swapping: SwapForm
) -> bool:
    """Whether it was done; a refusal stands in its form."""
    by = standing.user
    if do == "take" and taking.is_valid():
        who, second = taking.first, taking.other
        done = carried_out(taking, lambda: hand_duty(entry=entry, who=who, second=second, by=by))
        return done is not None
    if do == "swap" and swapping.is_valid():
        other = swapping.chosen
        return carried_out(swapping, lambda: swap_duty(entry=entry, other=other, by=by)) is not None
    return False


@clinic_page(Permission.RUN_CLINIC)
def take_off(request: HttpRequest, standing: Standing, entry_id: UUID) -> HttpResponse:
    """Takes one entry out."""
    entry = get_object_or_404(OnDuty, pk=entry_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    take_off_duty(entry=entry, by=standing.user)
    return redirect("team:roster")
