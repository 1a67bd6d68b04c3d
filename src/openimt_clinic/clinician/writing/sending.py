"""What the page sends and asks while somebody writes: entries, what is new, taking back."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.errors import OpenIMTError
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.actions.care.presence import be_here
from openimt_clinic.actions.care.signing import standing
from openimt_clinic.actions.care.writing import Kept, Writing, standing_clashes, undo, write
from openimt_clinic.clinician.writing.finding import document_or_404, sent_to_document
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.written import as_value, values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

UNPROCESSABLE = 422
DEVICE = 36
MOST = 2**53
"""Windows count in milliseconds; a script knows no whole number above this one."""


@sent_to_document
def entries(request: HttpRequest, one: CareDocument, user: User) -> HttpResponse:
    """One writing: ``{key, device, number, values, seen}``; the answer says what came of it."""
    try:
        kept = write(document=one, writing=_writing(request.body), by=user)
    except OpenIMTError as refusal:
        return _refused(str(refusal.says))
    return JsonResponse(_said(kept))


@patient_page()
@require_safe
def now(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """Who else is here, what stands in the document now and what waits beside it; for whoever has
    it open."""
    user = standing_of(request).user
    one = document_or_404(patient, document_id, user)
    device = device_named(request.GET.get("device", ""))
    others = be_here(one, device, user) if device else ()
    return JsonResponse({"others": list(others), "waiting": _waiting(one), **_standing(one)})


@sent_to_document
def take_back(_request: HttpRequest, one: CareDocument, user: User) -> HttpResponse:
    """Takes back the newest writing of one's own."""
    try:
        kept = undo(document=one, by=user)
    except OpenIMTError as refusal:
        return _refused(str(refusal.says))
    return JsonResponse(_standing(kept))


def _writing(body: bytes) -> Writing:
    try:
        given: dict[str, Any] = json.loads(body)
        values, seen, number = given["values"], given.get("seen", {}), given["number"]
        if not isinstance(values, dict) or not isinstance(seen, dict) or not _is_count(number):
            raise TypeError
        return Writing(UUID(str(given["key"])), device_named(given["device"]), number, values, seen)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise OpenIMTError(_("This could not be read; load the page again.")) from None


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < MOST


def device_named(given: object) -> str:
    """A window's own name: letters that the database can keep."""
    plain = (letter for letter in str(given) if letter.isascii() and letter.isprintable())
    return "".join(plain)[:DEVICE]


def _said(kept: Kept) -> Mapping[str, object]:
    clashes = {
        name: {"value": theirs.value, "key": theirs.key, "who": theirs.who}
        for name, theirs in kept.clashes.items()
    }
    return {"refused": dict(kept.refused), "clashes": clashes, **_standing(kept.document)}


def _waiting(one: CareDocument) -> Mapping[str, object]:
    """Of each field that two people wrote differently, the writing that waits for a choice, so
    that the window of either says so."""
    if one.state != DocumentState.DRAFT.value:
        return {}
    return {
        name: {"value": as_value(entry.values.get(name)), "who": str(entry.by)}
        for name, entry in standing_clashes(one).items()
    }


def _standing(one: CareDocument) -> dict[str, object]:
    return {
        "state": one.state,
        "values": values_of(one.fields),
        "keys": one.seen,
        "standing": standing(one),
        "at": f"{timezone.localtime():%H:%M}",
    }


def _refused(says: str) -> JsonResponse:
    return JsonResponse({"says": says}, status=UNPROCESSABLE)
