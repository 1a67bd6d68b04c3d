"""Writing without script: a form becomes an entry, and goes the same way as one from a phone."""

import logging
import uuid
from collections.abc import Mapping

from django.db import Error as DatabaseFailure
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.exceptions import ProcrastinateException

from openimt.errors import RecordError
from openimt.terms import Response
from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.phone.answers import items_of
from openimt_clinic.actions.phone.arrival import Arrival, times
from openimt_clinic.actions.phone.kinds import KINDS
from openimt_clinic.actions.phone.order import urgency
from openimt_clinic.actions.phone.receiving import Received, receive
from openimt_clinic.components.happening import LEADS_TO_HELP
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.write_form import day_named, form_arrival, typed
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_entry import EntryState, PhoneEntry

log = logging.getLogger(__name__)
REFUSED, FAILED = 422, 500


@my_page
def write(request: HttpRequest, patient: Patient, kind: str, name: str) -> HttpResponse:
    """Keeps what a page sends and leads on: to the page that helps, where an answer asks for it."""
    if kind not in KINDS or request.method != "POST":
        raise Http404
    now = timezone.localtime()
    try:
        arrival = form_arrival(request, patient, KINDS[kind], day_named(name, now), now)
    except RecordError as refusal:
        return _once_more(request, patient, {}, refusal.says)
    if not arrival.values and not arrival.unreadable and not _came_before(patient, arrival):
        return redirect(_after(request))
    try:
        received = receive(
            patient=patient,
            arrival=arrival,
            times=times(now, now, now),
            by=standing_of(request).user,
        )
    except RecordError as refusal:
        return _once_more(request, patient, {}, refusal.says)
    except (DatabaseFailure, ProcrastinateException) as error:
        log.error("what was written could not be kept: %s", type(error).__name__)  # noqa: TRY400
        return _not_kept(request, patient, arrival)
    return _leads_to(request, patient, received)


def _came_before(patient: Patient, arrival: Arrival) -> bool:
    """A button touched twice: what answers the first touch answers the second, too."""
    return PhoneEntry.objects.filter(patient=patient, key=arrival.key).exists()


def _leads_to(request: HttpRequest, patient: Patient, received: Received) -> HttpResponse:
    urgent = [case for case in received.alerts if Response(case.response).urgency >= LEADS_TO_HELP]
    if urgent:
        kept = urgent[0].answer_set_id
        return redirect("patient:response", kept) if kept else redirect("patient:safety_plan")
    if received.state is EntryState.REFUSED or received.refused:
        return _once_more(request, patient, received.refused, received.entry.says)
    return redirect(_after(request))


def _once_more(
    request: HttpRequest,
    patient: Patient,
    refused: Mapping[str, str],
    says: str,
    status: int = REFUSED,
) -> HttpResponse:
    """What was typed stays, with a sentence; what could be kept of it is kept already."""
    fields = typed(request)
    again = {name: fields.get(name, "") for name in refused} if refused else fields
    context = {
        "says": "" if refused else says,
        "fields": [
            (name, _asked(request, name), text, refused.get(name, ""), _ticked(request, name))
            for name, text in again.items()
        ],
        "key": uuid.uuid4(),
        "leads_to": _after(request),
        "seen": request.POST.get("seen", ""),
        # What was kept already is not asked for again, so its boxes say nothing any more.
        "boxes": "" if refused else " ".join(request.POST.getlist("boxes")),
    }
    return shown(request, "patient/not_kept.html", patient, context, alone=True, status=status)


def _ticked(request: HttpRequest, field: str) -> list[str]:
    """Several answers to one question; in one line of text they would not be several any more."""
    many = [text for text in request.POST.getlist(field) if text]
    return many if len(many) > 1 else []


def _asked(request: HttpRequest, field: str) -> str:
    """The question as the page asked it, where it is one of an instrument."""
    said = request.resolver_match.kwargs if request.resolver_match else {}
    kind = KINDS.get(str(said.get("kind")))
    item = items_of(kind.instrument(str(said.get("name")))).get(field) if kind else None
    words = (item.says or {}) if item else {}
    return words.get(get_language() or "en") or words.get("en", "") or _("What you wrote")


def _not_kept(request: HttpRequest, patient: Patient, arrival: Arrival) -> HttpResponse:
    """Our own failure. Who has said something that worries is asked to call, before all else."""
    worries = urgency(arrival)
    if worries < LEADS_TO_HELP:
        says = _("This could not be kept just now. Please send it once more.")
        return _once_more(request, patient, {}, says, status=FAILED)
    context = {
        "emergency": worries == Response.EMERGENCY.urgency,
        "reached": False,
        "happens": (),
        "plan": None,
        "back": _after(request),
        "complete": False,
    }
    return shown(request, "patient/response.html", patient, context, alone=True)


def _after(request: HttpRequest) -> str:
    """Where the page wants to go on, if that is here."""
    said = request.POST.get("leads_to", "")
    here = url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if here and said.startswith("/") else reverse("patient:home")
