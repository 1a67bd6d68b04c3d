"""Stopping: one touch keeps what is written and gives way to the ground under one's feet."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt.errors import RecordError
from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.phone.arrival import times
from openimt_clinic.actions.phone.kinds import KINDS
from openimt_clinic.actions.phone.kinds.story import STOPPED
from openimt_clinic.actions.phone.receiving import receive
from openimt_clinic.components.story.words import SORTS
from openimt_clinic.patient.shell import STORY, shown
from openimt_clinic.patient.story.entry import who_reads
from openimt_clinic.patient.write_form import form_arrival
from openimt_clinic.patient.writing import Writing
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_entry import EntryState

LEFT = "left"
"""In the address: something of it could not be kept."""


@my_page
def stop(request: HttpRequest, patient: Patient, kind: str, name: UUID) -> HttpResponse:
    """Keeps what can be kept, says nothing about the rest, and leads to the ground."""
    if request.method != "POST" or kind not in SORTS:
        raise Http404
    whole = _keeps(request, patient, kind, str(name))
    return redirect(reverse("patient:story_ground") + ("" if whole else f"?{LEFT}=1"))


def _keeps(request: HttpRequest, patient: Patient, kind: str, name: str) -> bool:
    """Whether all of it could be kept: a wrong year must not stand before the ground."""
    now = timezone.localtime()
    try:
        arrival = form_arrival(request, patient, KINDS[kind], name, now)
        if not arrival.values:
            return True
        by, at = standing_of(request).user, times(now, now, now)
        received = receive(patient=patient, arrival=arrival, times=at, by=by)
    except RecordError:
        return False
    return not received.refused and received.state is not EntryState.REFUSED


@my_page
@require_safe
def ground(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Feet, breath, five things; and whether somebody should know, if the person wants that."""
    context = {
        "note": Writing(STOPPED, str(uuid4())),
        "home": reverse("patient:story"),
        "left": LEFT in request.GET,
        **who_reads(patient),
    }
    return shown(request, "patient/story/ground.html", patient, context, here=STORY)
