"""The buttons at a document's end: sign, sign for the person in the room, change, put aside."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from openimt.errors import OpenIMTError, RecordError
from openimt_clinic.actions.care.signing import cosign, sign
from openimt_clinic.actions.care.versions import amend, put_aside, take_up
from openimt_clinic.clinician.writing.faces import shown
from openimt_clinic.clinician.writing.finding import document_or_404, sent_to_document
from openimt_clinic.clinician.writing.form import form_of
from openimt_clinic.clinician.writing.pages import address_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import SignerRole
from openimt_clinic.records.user import User

UNPROCESSABLE = 422
Act = Callable[[HttpRequest, CareDocument, User], str]


def close(request: HttpRequest, patient_id: UUID, document_id: UUID, do: str) -> HttpResponse:
    """Does what the button says; a refusal is said on the document's page, and nothing is done."""
    if do not in ACTS:
        raise Http404
    return _close(request, patient_id=patient_id, document_id=document_id, do=do)


@sent_to_document
def _close(request: HttpRequest, one: CareDocument, user: User, do: str) -> HttpResponse:
    try:
        leads_to = ACTS[do](request, one, user)
    except OpenIMTError as refusal:
        again = document_or_404(one.patient, one.pk, user)
        errors = {refusal.field: refusal.says} if refusal.field else {}
        return shown(request, form_of(again, user, errors), str(refusal.says), UNPROCESSABLE)
    return redirect(leads_to)


def _sign(request: HttpRequest, one: CareDocument, user: User) -> str:
    # Without the page's mark nobody knows what was read.
    kept = sign(document=one, by=user, seen=request.POST.get("standing") or "nothing")
    messages.success(request, _("Signed."))
    return address_of(kept)


def _agreed(request: HttpRequest, one: CareDocument, user: User) -> str:
    if form_of(one, user).wish and request.POST.get("talked") != "yes":
        raise RecordError(_("The person wants to talk about it first. Say that you have."))
    cosign(document=one, role=SignerRole.PATIENT, by=user, in_the_room=True)
    return address_of(one)


def _second(_request: HttpRequest, one: CareDocument, user: User) -> str:
    cosign(document=one, role=SignerRole.SECOND, by=user)
    return address_of(one)


def _amend(request: HttpRequest, one: CareDocument, user: User) -> str:
    return address_of(amend(document=one, reason=request.POST.get("reason", ""), by=user))


def _put_aside(request: HttpRequest, one: CareDocument, user: User) -> str:
    kept = put_aside(document=one, reason=request.POST.get("reason", ""), by=user)
    messages.success(request, _("Put aside."))
    return reverse("clinician:documents", args=[kept.patient_id, kept.kind])


def _take_up(_request: HttpRequest, one: CareDocument, user: User) -> str:
    return address_of(take_up(document=one, by=user))


ACTS: dict[str, Act] = {
    "sign": _sign,
    "agreed-in-the-room": _agreed,
    "second": _second,
    "amend": _amend,
    "put-aside": _put_aside,
    "take-up": _take_up,
}
