"""A phone that a person calls their own, and the key by which it may send without sign-in.

The key can write and never read. It is shown to the phone once; here only its hash is kept.
"""

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import record
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.user import User

LONGEST_NAME = 80
SEEN_EVERY = timedelta(hours=1)
"""When it was last seen need not be known more closely, and so costs nothing."""


@dataclass(frozen=True)
class Claimed:
    """``key``: what the phone keeps, ``<clinic>.<device>.<secret>``; it can be read only here."""

    device: PhoneDevice
    key: str


@action
def claim_device(
    *,
    patient: Patient,
    device: uuid.UUID,
    name: str = "",
    without_sign_in: bool = False,
    by: User,
    at: datetime | None = None,
) -> Claimed:
    """Makes a phone the person's own: it may send without sign-in. Claimed again, it has a new key.

    ``without_sign_in``: it keeps the safety plan open. Raises RecordError for a device that is
    somebody else's.
    """
    require(by, Permission.ANSWER_OWN, patient)
    secret, now = secrets.token_urlsafe(32), at or timezone.now()
    kept = _device(patient, device, now)
    kept.name = "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME]
    kept.secret_hash, kept.without_sign_in = _hash(secret), without_sign_in
    kept.since, kept.seen_at, kept.ended_at = now, now, None
    _keep(kept)
    record("device.claimed", by=by, patient=patient, device=device, without_sign_in=without_sign_in)
    return Claimed(kept, f"{patient.clinic_id}.{device}.{secret}")


@action
def end_device(*, device: PhoneDevice, by: User, at: datetime | None = None) -> None:
    """The phone's key is worth nothing from now on: lost, sold or given away.

    By the person, from any other device, or by whoever keeps them safe, when they ask for it.
    """
    _may_end(by, device.patient)
    _end(device, by, at)


@action
def end_devices(
    *, patient: Patient, but: uuid.UUID | None, by: User, at: datetime | None = None
) -> int:
    """A new password: whoever had a phone in their hands by the old one can send nothing more.

    ``but``: the phone on which the new one was chosen. Gives how many have ended.
    """
    _may_end(by, patient)
    others = [device for device in own_devices(patient) if device.pk != but]
    for device in others:
        _end(device, by, at)
    record("password.changed", by=by, patient=patient, devices_ended=len(others))
    return len(others)


def device_by_key(device: uuid.UUID, secret: str) -> PhoneDevice | None:
    """The device whose key this is, if it is one and holds; the caller stands in its clinic."""
    related = ("patient__clinic", "patient__account")
    found = PhoneDevice.objects.filter(pk=device).select_related(*related).first()
    kept = found.secret_hash if found else ""
    fits = hmac.compare_digest(kept or "0" * 64, _hash(secret))
    return found if found and fits and kept and found.ended_at is None else None


def seen(device: PhoneDevice, at: datetime) -> None:
    """Notes that the device was there, at most once an hour."""
    if at - device.seen_at >= SEEN_EVERY:
        PhoneDevice.objects.filter(pk=device.pk).update(seen_at=at)


def own_devices(patient: Patient) -> list[PhoneDevice]:
    """Those the person has called their own and not ended, the latest seen first."""
    return list(PhoneDevice.objects.filter(patient=patient, ended_at__isnull=True))


def _may_end(by: User, patient: Patient) -> None:
    if Permission.ANSWER_OWN not in permissions_for(by, patient):
        require(by, Permission.KEEP_SAFE, patient)


def _end(device: PhoneDevice, by: User, at: datetime | None) -> None:
    device.secret_hash, device.without_sign_in = "", False
    device.ended_at = device.ended_at or at or timezone.now()
    device.save(update_fields=["secret_hash", "without_sign_in", "ended_at"])
    record("device.ended", by=by, patient=device.patient, device=device.pk)


def _device(patient: Patient, device: uuid.UUID, now: datetime) -> PhoneDevice:
    there = PhoneDevice.objects.select_for_update(of=("self",)).filter(pk=device).first()
    if there is not None and there.patient_id != patient.pk:
        raise _of_somebody_else()
    return there or PhoneDevice(
        pk=device, clinic_id=patient.clinic_id, patient=patient, since=now, seen_at=now
    )


def _keep(device: PhoneDevice) -> None:
    try:
        with transaction.atomic():
            device.save()
    except IntegrityError:
        # Another clinic's device, which the wall hides from us.
        raise _of_somebody_else() from None


def _of_somebody_else() -> RecordError:
    return RecordError(_("Somebody else has called this phone their own."), field="device")


def _hash(secret: str) -> str:
    """Plain and quick: the secret is long and random, and nobody guesses it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
