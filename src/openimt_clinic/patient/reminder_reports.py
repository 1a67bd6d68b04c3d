"""What a phone says by itself about reminders: that it takes them, that one was shown or opened.

A report comes with the token of its prompt, also when nobody is signed in on the phone any more;
it is answered with nothing but whether it was understood.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from openimt.errors import RecordError
from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.prompt_moments import Mark, Token, mark_prompt, remind_later, token_of
from openimt_clinic.actions.push_addresses import Subscription, take_reminders_here
from openimt_clinic.database.wall import inside
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt import Prompt

LONGEST = 8_000
REFUSED, NOTHING = 422, 204
LATER = "later"


@my_page
@require_POST
def reminder_phone(request: HttpRequest, patient: Patient) -> HttpResponse:
    """This browser takes reminders: ``{"endpoint", "keys": {"p256dh", "auth"}, "device"}``."""
    try:
        sent = _sent(request)
        kept = take_reminders_here(
            patient=patient, subscription=_subscription(sent), by=standing_of(request).user
        )
    except RecordError as refusal:
        return JsonResponse({"says": refusal.says}, status=REFUSED)
    return JsonResponse({"address": str(kept.pk)})


@csrf_exempt
@require_POST
def report_reminder(request: HttpRequest) -> HttpResponse:
    """``{"token", "what": shown | opened | later, "at"}``; the token is what lets it in."""
    try:
        sent = _sent(request)
        _report(token_of(str(sent.get("token") or "")), str(sent.get("what") or ""), sent)
    except RecordError as refusal:
        return JsonResponse({"says": refusal.says}, status=REFUSED)
    return HttpResponse(status=NOTHING)


def _report(token: Token, what: str, sent: dict[str, Any]) -> None:
    now = timezone.now()
    with inside(clinic=token.clinic):
        prompt = Prompt.objects.filter(pk=token.prompt).select_related("patient__clinic").first()
        if prompt is None:
            raise RecordError(_("There is no such reminder any more."), field="token")
        if what == LATER:
            remind_later(prompt=prompt, by=None, now=now)
        elif what in set(Mark):
            mark_prompt(prompt=prompt, mark=Mark(what), at=_moment(sent, now), by=None, now=now)
        else:
            raise RecordError("Say what happened: shown, opened or later.", field="what")


def _moment(sent: dict[str, Any], now: datetime) -> datetime:
    try:
        at = parse_datetime(str(sent.get("at") or ""))
    except ValueError:
        at = None
    return at if at and at.tzinfo else now


def _subscription(sent: dict[str, Any]) -> Subscription:
    keys = sent.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    return Subscription(
        str(sent.get("endpoint") or ""),
        str(keys.get("p256dh") or "")[:120],
        str(keys.get("auth") or "")[:60],
        _device(sent.get("device")),
    )


def _device(said: object) -> str:
    try:
        return str(UUID(str(said)))
    except ValueError:
        return ""


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body) if len(request.body) <= LONGEST else None
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise RecordError(_("Something is wrong with what this phone has sent."))
    return sent
