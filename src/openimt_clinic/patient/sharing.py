"""Sharing: one page that says who sees what, since when, and lets the person change it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.sharing import choose
from openimt_clinic.patient.away import away
from openimt_clinic.patient.shared_pieces import shared_pieces
from openimt_clinic.patient.sharing_view import choices_of, devices_of, kept_back, opened, readers
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.sharing_choice import Shares


@my_page
def sharing(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Shows it all; sent with ``what`` and ``agreed`` (yes or no) it keeps that choice."""
    if request.method == "POST":
        by = standing_of(request).user
        yes = request.POST.get("agreed") == "yes"
        choose(patient=patient, what=_what(request), agreed=yes, by=by)
        return redirect("patient:sharing")
    context = {
        "readers": readers(patient),
        "away": away(patient),
        "pieces": shared_pieces(patient),
        "choices": choices_of(patient),
        "devices": devices_of(patient),
        "devices_url": reverse("patient:devices"),
        "story_url": reverse("patient:story"),
        "kept_back": kept_back(patient),
        "opened": opened(patient),
    }
    return shown(request, "patient/own/sharing.html", patient, context, here=ME)


def _what(request: HttpRequest) -> Shares:
    try:
        return Shares(request.POST.get("what", ""))
    except ValueError:
        raise Http404 from None
