"""The clinic at a glance: unacknowledged alerts, the numbers patients see, and the clock."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.running import set_numbers, sign_clock
from openimt_clinic.actions.telling import on_duty
from openimt_clinic.components.open_case import CaseRow, case_row, open_at_the_door, open_case
from openimt_clinic.page_context import clock_is_silent
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.refusals import carried_out
from openimt_clinic.team.number_forms import ClockForm, NumbersForm


@clinic_page(Permission.RUN_CLINIC)
def overview(request: HttpRequest, standing: Standing) -> HttpResponse:
    now, clinic, do = timezone.now(), standing.clinic, request.POST.get("do", "")
    numbers = NumbersForm(request.POST if do == "numbers" else None, clinic=clinic)
    clock = ClockForm(request.POST if do == "clock" else None, clinic=clinic)
    if request.method == "POST" and _done(standing, do, numbers, clock):
        return redirect("team:clinic")
    context = {
        "waiting": _waiting(now),
        "on_duty": on_duty(clinic, now),
        "silent": clock_is_silent(clinic),
        "wishes": ErasureRequest.objects.filter(answered_at__isnull=True).select_related("patient"),
        "numbers_form": numbers,
        "clock_form": clock,
    }
    return render(request, "team/overview.html", context)


def _waiting(now: datetime) -> list[CaseRow]:
    """What nobody has acknowledged, in the order of its clocks."""
    waits = {"closed_at__isnull": True, "acknowledged_at__isnull": True}
    people = ("owner", "second")
    rows = AlertCase.objects.filter(**waits).select_related("patient", *people)
    door = ReferralAlert.objects.filter(**waits).select_related("referral", *people)
    found = [*(open_case(one, one.patient) for one in rows), *map(open_at_the_door, door)]
    return [case_row(one, now) for one in sorted(found, key=lambda one: one.due_at)]


def _done(standing: Standing, do: str, numbers: NumbersForm, clock: ClockForm) -> bool:
    """Whether what was asked for was done; a refusal stands in its form."""
    if do == "numbers" and numbers.is_valid():
        return carried_out(numbers, lambda: _set(standing, numbers)) is not None
    if do == "clock" and clock.is_valid():
        return carried_out(clock, lambda: _sign(standing, clock)) is not None
    return False


def _set(standing: Standing, form: NumbersForm) -> Clinic:
    return set_numbers(clinic=standing.clinic, numbers=form.numbers(), by=standing.user)


def _sign(standing: Standing, form: ClockForm) -> Clinic:
    return sign_clock(
        clinic=standing.clinic,
        minutes=form.minutes(),
        signed_by=form.cleaned_data["signed_by"],
        on=timezone.localdate(),
        by=standing.user,
    )
