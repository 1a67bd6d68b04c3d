"""What was written in two places: the person chooses which of the two holds."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.phone.clashes import settle_clash
from openimt_clinic.patient.clash_view import clash_views
from openimt_clinic.patient.shell import TODAY, shown
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_clash import PhoneClash

STANDS, OTHER = "stands", "other"


@my_page
@require_http_methods(["GET", "HEAD", "POST"])
def clashes(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Each with both answers; sending says which one holds."""
    if request.method == "POST":
        _settle(request, patient)
        return redirect("patient:clashes")
    context = {"clashes": clash_views(patient)}
    return shown(request, "patient/clashes.html", patient, context, here=TODAY)


def _settle(request: HttpRequest, patient: Patient) -> None:
    holds = request.POST.get("holds")
    try:
        clash = UUID(request.POST.get("clash", ""))
    except ValueError:
        raise Http404 from None
    if holds not in {STANDS, OTHER}:
        raise Http404
    settle_clash(
        clash=get_object_or_404(PhoneClash, pk=clash, patient=patient),
        takes_other=holds == OTHER,
        by=standing_of(request).user,
    )
