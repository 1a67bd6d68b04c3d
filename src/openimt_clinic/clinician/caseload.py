"""The caseload: who needs me, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.cover import clinic_day, covered_by
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.looking import catch_up
from openimt_clinic.clinician import caseload_queries as ask
from openimt_clinic.clinician.caseload_view import caseload_view
from openimt_clinic.clinician.front.due import follow_ups_due
from openimt_clinic.clinician.needs import NEEDS
from openimt_clinic.clinician.safety.caseload_cards import caseload_cards
from openimt_clinic.clinician.safety.owed_contacts import owed_contacts
from openimt_clinic.components.paging import page_number, page_view

PAGE_SIZE = 50
# Looking at one person takes some hundredths of a second; the rest is left to the job.
LOOKED_AT_ONCE = 20
LONGEST_SEARCH = 60


@clinic_page(Permission.SEE_CASELOAD)
@require_safe
def caseload(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Open cases on top, then everybody in one's care with the one reason, most pressing first."""
    now = timezone.now()
    search = request.GET.get("search", "").strip()[:LONGEST_SEARCH]
    need = request.GET.get("need", "")
    need = need if need in NEEDS else ""
    mine = ask.in_my_care(standing)
    catch_up(mine, now, at_most=LOOKED_AT_ONCE)
    found = ask.named(mine, search)
    counts = ask.counts(found)
    number = page_number(request.GET.get("page", "1"), PAGE_SIZE, counts[need])
    view = caseload_view(
        ask.page_of(ask.with_need(found, need), number, PAGE_SIZE, now),
        ask.open_cases(standing, now),
        counts,
        page_view(number, PAGE_SIZE, counts[need], {"need": need, "search": search}),
        now=now,
        need=need,
        search=search,
    )
    covering = covered_by(standing.user, clinic_day(standing.clinic, now)).select_related("who")
    context = {"view": view, "covering": covering, "cards": caseload_cards(standing, now)}
    context["owed"] = owed_contacts(standing, now, mine)
    context["due"] = follow_ups_due(standing, now)
    return render(request, "clinician/caseload.html", context)
