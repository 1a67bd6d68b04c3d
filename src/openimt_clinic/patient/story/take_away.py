"""Taking the whole story away, asked once and plainly."""

from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.phone.arrival import Arrival, times
from openimt_clinic.actions.phone.receiving import receive
from openimt_clinic.components.story.kept import Kept, story
from openimt_clinic.patient.shell import STORY, shown
from openimt_clinic.patient.story.entry import who_reads
from openimt_clinic.patient.write_form import device_of
from openimt_clinic.records.patient import Patient


@my_page
@require_http_methods(["GET", "HEAD", "POST"])
def all_away(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Every entry of it, one after the other; what fails stays, and the page can be asked again."""
    entries = story(patient)
    if request.method == "POST":
        now, by = timezone.localtime(), standing_of(request).user
        for one in entries:
            gone = _gone(one, device_of(request), now)
            receive(patient=patient, arrival=gone, times=times(now, now, now), by=by)
        return redirect("patient:story")
    context = {"any": bool(entries), **who_reads(patient)}
    return shown(request, "patient/story/all_away.html", patient, context, here=STORY)


def _gone(one: Kept, device: str, now: datetime) -> Arrival:
    number = round(now.timestamp() * 1e6)
    return Arrival(uuid4(), one.kind, one.name, device, number, now, {"removed": True})
