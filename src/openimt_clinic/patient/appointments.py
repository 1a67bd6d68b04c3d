"""My appointments: what is ahead, how to change one, and the feed for one's own calendar."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.sharing import choose
from openimt_clinic.patient.away import away
from openimt_clinic.patient.calendar_address import feed_address
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.records.appointment import Appointment, AppointmentState, Place
from openimt_clinic.records.mapping.sharing import latest_choice
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.sharing_choice import Shares

SHOWN = (AppointmentState.PLANNED.value, AppointmentState.CANCELLED_BY_US.value)
A_WHILE = timedelta(hours=2)
"""So long after its hour an appointment still stands on the page."""


@my_page
def appointments(request: HttpRequest, patient: Patient) -> HttpResponse:
    """``calendar``: *new* makes an address (and ends the one before), *end* ends it."""
    if request.method == "POST":
        by, wish = standing_of(request).user, request.POST.get("calendar")
        if wish in {"new", "end"}:
            choose(patient=patient, what=Shares.CALENDAR, agreed=wish == "new", by=by)
        return redirect("patient:appointments")
    choice = latest_choice(patient, Shares.CALENDAR)
    feed = feed_address(choice) if choice and choice.agreed else ""
    ahead = Appointment.objects.filter(
        patient=patient, starts_at__gte=timezone.now() - A_WHILE, state__in=SHOWN
    )
    context = {
        "ahead": list(
            ahead.select_related("with_whom", "meeting__group").order_by("starts_at")[:40]
        ),
        "cancelled": AppointmentState.CANCELLED_BY_US.value,
        "remote": Place.REMOTE.value,
        "who": who_treats(patient),
        "away": away(patient),
        "feed": request.build_absolute_uri(feed) if feed else "",
        "since": choice.since if feed and choice else None,
    }
    return shown(request, "patient/own/appointments.html", patient, context, here=ME)
