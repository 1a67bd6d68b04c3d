"""Your calendar: the address for one's own calendar program, shown once, made anew, ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.own_calendar import end_calendar, make_calendar, standing_calendars
from openimt_clinic.clinician.calendar_feed import feed_address
from openimt_clinic.records.own_calendar import OwnCalendar

MADE = "calendar_made"
"""In the session, until its address was shown: the id of a calendar, from which alone nobody can
tell the address."""


@clinic_page(Permission.SEE_CASELOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def own_calendar(request: HttpRequest, standing: Standing) -> HttpResponse:
    """``do``: *new* makes an address and ends the one before, *end* ends it. ``codes``: *yes* puts
    the person's code beside each session."""
    if request.method == "POST":
        _done(request, standing)
        return redirect("clinician:own_calendar")
    holds = standing_calendars(standing.clinic, standing.user).first()
    context = {"holds": holds, "address": _shown_once(request, holds)}
    return render(request, "clinician/own_calendar.html", context)


def _done(request: HttpRequest, standing: Standing) -> None:
    clinic, by, wish = standing.clinic, standing.user, request.POST.get("do")
    if wish == "new":
        codes = request.POST.get("codes") == "yes"
        made = make_calendar(clinic=clinic, with_codes=codes, by=by)
        request.session[MADE] = str(made.pk)
    elif wish == "end":
        end_calendar(clinic=clinic, by=by)
        messages.success(request, _("Ended. The address opens nothing any more."))


def _shown_once(request: HttpRequest, holds: OwnCalendar | None) -> str:
    """The whole address, on the first page after it was made; empty on any other."""
    if request.method != "GET":
        return ""
    made = request.session.pop(MADE, "")
    fresh = holds is not None and made == str(holds.pk)
    return request.build_absolute_uri(feed_address(holds)) if holds and fresh else ""
