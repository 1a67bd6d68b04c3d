"""One's own phones: call this one so, and put an end to one that is lost, sold or given away."""

import json
import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.access.own_phone import keep_signed_in
from openimt_clinic.actions.phone.devices import Claimed, claim_device, end_device, own_devices
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_device import PhoneDevice

JSON = "application/json"
REFUSED = 422


@my_page
def devices(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Shows the person's own phones; a phone that sends its id is one of them from now on.

    What it is answered holds its key, once: ``{"device", "key", "without_sign_in"}``.
    """
    if request.method != "POST":
        context = {"devices": own_devices(patient)}
        return shown(request, "patient/devices.html", patient, context, here=ME)
    try:
        sent = _sent(request)
        claimed = _claimed(sent, patient, request)
    except RecordError as refusal:
        return JsonResponse({"says": refusal.says}, status=REFUSED)
    if _said(sent, "stay_signed_in"):
        keep_signed_in(request, claimed.device)
    return JsonResponse(
        {
            "device": str(claimed.device.pk),
            "key": claimed.key,
            "without_sign_in": claimed.device.without_sign_in,
        }
    )


@my_page
def end(request: HttpRequest, patient: Patient, device_id: UUID) -> HttpResponse:
    """From this device or any other."""
    if request.method != "POST":
        raise Http404
    device = get_object_or_404(PhoneDevice, pk=device_id, patient=patient)
    end_device(device=device, by=standing_of(request).user)
    if request.content_type == JSON:
        return JsonResponse({"device": str(device.pk), "ended": True})
    return redirect(reverse("patient:devices"))


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body) if request.content_type == JSON else request.POST.dict()
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise RecordError(_("Something is wrong with what this phone has sent."))
    return sent


def _claimed(sent: dict[str, Any], patient: Patient, request: HttpRequest) -> Claimed:
    try:
        device = uuid.UUID(str(sent.get("device")))
    except ValueError:
        says = _("Something is wrong with what this phone has sent.")
        raise RecordError(says, field="device") from None
    return claim_device(
        patient=patient,
        device=device,
        name=str(sent.get("name") or ""),
        without_sign_in=_said(sent, "without_sign_in"),
        by=standing_of(request).user,
    )


def _said(sent: dict[str, Any], wish: str) -> bool:
    return sent.get(wish) in (True, "on", "yes", "true")
