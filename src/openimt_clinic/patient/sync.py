"""Many entries of a phone in one request, each kept or refused by itself.

What worries is taken first. An entry that fails on our side is asked for again, and the rest goes
on: nothing is lost because something else went wrong.
"""

import logging
import traceback
import uuid
from collections.abc import Iterator
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from openimt.errors import OpenIMTError, RecordError
from openimt_clinic.actions.phone.arrival import Arrival, arrival_of, times
from openimt_clinic.actions.phone.order import worrying_first
from openimt_clinic.actions.phone.receiving import receive
from openimt_clinic.patient.sync_answer import Answer, came_to, later, refused
from openimt_clinic.patient.sync_body import Body, NoBody, body_of
from openimt_clinic.patient.sync_sender import NotSignedIn, Sender, sender_of

log = logging.getLogger(__name__)
OURS = "openimt_clinic"


# A key in a header, or the header of our own pages: sync_sender asks for one of them.
@csrf_exempt
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """Takes what a phone has kept until now. The answer is in the order in which it was taken."""
    now = timezone.now()
    try:
        with sender_of(request, now) as sender:
            return _taken(sender, body_of(request), now)
    except NotSignedIn as answer:
        return JsonResponse({"says": answer.says}, status=answer.status)
    except NoBody as answer:
        return JsonResponse({"says": answer.says}, status=answer.status)
    except Http404:
        return JsonResponse({"says": _("There is no such page.")}, status=404)


def _taken(sender: Sender, body: Body, now: datetime) -> HttpResponse:
    if body.person and body.person != str(sender.patient.pk):
        # Two people share a phone: what one of them wrote waits until that one signs in.
        raise NotSignedIn(_("Somebody else wrote this. It waits until they sign in."))
    answers = list(_each(sender, body, now))
    return JsonResponse({"received_at": now.isoformat(), "entries": answers})


def _each(sender: Sender, body: Body, now: datetime) -> Iterator[Answer]:
    arrivals: list[Arrival] = []
    for sent in body.entries:
        try:
            arrivals.append(arrival_of(sent, str(body.device)))
        except RecordError as refusal:
            yield refused(_key(sent), refusal.says)
    for arrival in worrying_first(arrivals):
        yield _one(sender, arrival, body.sent_at, now)


def _one(sender: Sender, arrival: Arrival, sent_at: datetime, now: datetime) -> Answer:
    """One entry in its own transaction, with its answer."""
    try:
        received = receive(
            patient=sender.patient,
            arrival=arrival,
            times=times(arrival.given_at, sent_at, now),
            by=sender.user,
        )
        return came_to(arrival, received, sender)
    except OpenIMTError as refusal:
        return refused(str(arrival.key), refusal.says)
    except Exception as error:  # noqa: BLE001 - one entry's mistake must not take the others along
        _note(error)
        return later(str(arrival.key))


def _note(error: Exception) -> None:
    """The kind of the mistake and the way to it; its words may hold what the person wrote."""
    way = [one for one in traceback.extract_tb(error.__traceback__) if OURS in one.filename][-4:]
    places = " < ".join(f"{one.name}:{one.lineno}" for one in reversed(way))
    log.error("an entry could not be kept: %s at %s", type(error).__name__, places)


def _key(sent: object) -> str:
    """The key of an entry that is none otherwise, so that the phone knows which one."""
    said = sent.get("key") if isinstance(sent, dict) else None
    try:
        return str(uuid.UUID(str(said)))
    except ValueError:
        return ""
