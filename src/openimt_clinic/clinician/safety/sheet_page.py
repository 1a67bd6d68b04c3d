"""The sheet for downtime: on screen to print from, and as PDF. Making one is logged as reading."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.care import on_duty_now
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.downtime import note_sheet
from openimt_clinic.clinician.safety.duty import duty_now
from openimt_clinic.clinician.safety.sheet import people_of, sheet_of
from openimt_clinic.components.paging import page_number, page_view
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.downtime import downtime_paper
from openimt_clinic.records.downtime_sheet import DowntimeSheet

PAGE_SIZE = 25
DESK = "desk"


@clinic_page(Permission.SEE_CASELOAD)
@require_safe
def sheet(request: HttpRequest, standing: Standing) -> HttpResponse:
    """The people of a page, to read and to print; the paper holds all of them."""
    now, desk = timezone.now(), _desk(request, standing)
    found = people_of(standing, desk=desk)
    total = found.count()
    number = page_number(request.GET.get("page", "1"), PAGE_SIZE, total)
    people = list(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    note_sheet(clinic=standing.clinic, patients=people, by=standing.user, desk=desk, on_paper=False)
    context = {
        "people": sheet_of(people, now),
        "total": total,
        "page": page_view(number, PAGE_SIZE, total, {"for": DESK} if desk else {}),
        "desk": desk,
        "on_duty": on_duty_now(standing.user, standing.clinic, now),
        "duty": duty_now(standing.clinic, now),
        "now": now,
        "last": DowntimeSheet.objects.filter(by=standing.user).first(),
    }
    return render(request, "clinician/safety/sheet.html", context)


@clinic_page(Permission.SEE_CASELOAD)
@require_safe
def sheet_paper(request: HttpRequest, standing: Standing) -> HttpResponse:
    """All of them as PDF, with the hour at which it was made on every page."""
    now, desk = timezone.now(), _desk(request, standing)
    people = list(people_of(standing, desk=desk))
    note_sheet(clinic=standing.clinic, patients=people, by=standing.user, desk=desk)
    content = downtime_paper(
        sheet_of(people, now),
        clinic=standing.clinic,
        made_by=standing.user.name,
        duty=duty_now(standing.clinic, now),
        at=now,
    )
    return as_pdf(content, "downtime", f"{timezone.localtime(now):%Y-%m-%d-%H%M}")


def _desk(request: HttpRequest, standing: Standing) -> bool:
    """Whether the duty desk's sheet is asked for; who is not on duty finds no such page."""
    if request.GET.get("for") != DESK:
        return False
    if not on_duty_now(standing.user, standing.clinic, timezone.now()):
        raise Http404
    return True
