"""To read and sign: what was written together, in plain words, and the person's own yes or not yet.

Nobody has to sign anything. *Not yet* is a whole answer; a sentence with it reaches the therapist.
"""

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openimt.errors import OpenIMTError
from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.care.signing import cosign
from openimt_clinic.actions.phone.arrival import Arrival, times
from openimt_clinic.actions.phone.receiving import receive
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.signing_view import Paper, papers, parts
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.patient.write_form import device_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import SignerRole
from openimt_clinic.records.mapping.to_sign import TALK
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

REFUSED = 422


@my_page
@require_safe
def to_sign(request: HttpRequest, patient: Patient) -> HttpResponse:
    """What waits, what is to be talked about, and what both have signed."""
    listed = papers(patient)
    context = {
        "waiting": [one for one in listed if one.waits],
        "talking": [one for one in listed if one.talk and one.own is None],
        "signed": [one for one in listed if one.own],
    }
    return shown(request, "patient/signing/list.html", patient, context, here=ME)


@my_page
@require_http_methods(["GET", "HEAD", "POST"])
def read_document(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """One of them; signed with ``do=sign``, left for a talk with ``do=talk``."""
    paper = _paper(patient, document_id)
    if paper is None:
        return _newer(patient, document_id)
    if request.method != "POST":
        return _page(request, patient, paper)
    do = DOES.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        do(request, patient, paper)
    except OpenIMTError as refusal:
        return _page(request, patient, paper, str(refusal.says), REFUSED)
    return redirect("patient:to_sign")


def _page(
    request: HttpRequest, patient: Patient, paper: Paper, says: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "paper": paper,
        "parts": parts(patient, paper.document),
        "who": who_treats(patient),
        "says": says,
    }
    return shown(request, "patient/signing/read.html", patient, context, here=ME, status=status)


def _sign(request: HttpRequest, _patient: Patient, paper: Paper) -> None:
    cosign(document=paper.document, role=SignerRole.PATIENT, by=standing_of(request).user)
    messages.success(request, _("Thank you. Both of you have signed it now."))


def _talk(request: HttpRequest, patient: Patient, paper: Paper) -> None:
    now = timezone.localtime()
    arrival = Arrival(
        key=uuid.uuid4(),
        kind=TALK,
        name=str(paper.document.pk),
        device=device_of(request),
        number=round(now.timestamp() * 1e6),
        given_at=now,
        values={"first": True, "words": request.POST.get("words", "").strip() or None},
        seen=_seen(patient, paper),
    )
    by = standing_of(request).user
    kept = receive(patient=patient, arrival=arrival, times=times(now, now, now), by=by)
    if refused := next(iter(kept.refused.values()), ""):
        raise OpenIMTError(refused)
    messages.success(request, _("Good. You will talk about it first."))


DOES = {"sign": _sign, "talk": _talk}


def _seen(patient: Patient, paper: Paper) -> dict[str, str]:
    """The page shows what stands there, so whoever writes here has seen it."""
    there = PhoneDocument.objects.filter(
        patient=patient, kind=TALK, name=str(paper.document.pk)
    ).first()
    return {name: str(row["key"]) for name, row in there.fields.items()} if there else {}


def _paper(patient: Patient, document_id: UUID) -> Paper | None:
    return next((one for one in papers(patient) if one.document.pk == document_id), None)


def _newer(patient: Patient, document_id: UUID) -> HttpResponse:
    """A link to a version that was replaced leads to the one that holds; nothing else is there."""
    old = CareDocument.objects.filter(patient=patient, pk=document_id).first()
    lines = {one.document.line: one.document.pk for one in papers(patient)}
    if old is None or old.line not in lines:
        raise Http404
    return redirect("patient:read_document", lines[old.line])
