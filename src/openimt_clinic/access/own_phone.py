"""Staying signed in on a phone that its person has called their own, by their own wish.

A sign-in each day would make ninety seconds of diary into three minutes. It lasts as long as the
phone is used, and ends with the phone: whoever puts an end to it elsewhere ends this, too. So
does a new password, except on the phone where it was chosen.
"""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from openimt_clinic.phone_numbers import phone_number
from openimt_clinic.records.phone_device import PhoneDevice

OWN_PHONE, KEPT_ON = "own_phone", "own_phone_on"
KEPT_FOR = timedelta(days=phone_number("signed_in.days"))
"""So long without a visit and the phone asks for the password again."""


def keep_signed_in(request: HttpRequest, device: PhoneDevice) -> None:
    """From now on this sign-in outlives the browser's window, on this device alone."""
    request.session[OWN_PHONE] = str(device.pk)
    _renew(request)


def own_phone_of(request: HttpRequest) -> UUID | None:
    """The phone on which this sign-in is kept; None where it ends with the day."""
    kept = request.session.get(OWN_PHONE)
    return UUID(kept) if kept else None


def is_still_theirs(request: HttpRequest) -> bool:
    """Whether a sign-in that is kept on a phone may go on; renewed once a day while it is used."""
    kept = own_phone_of(request)
    if kept is None:
        return True
    if not PhoneDevice.objects.filter(pk=kept, ended_at__isnull=True).exists():
        return False
    if request.session.get(KEPT_ON) != _today():
        _renew(request)
    return True


def _renew(request: HttpRequest) -> None:
    request.session[KEPT_ON] = _today()
    request.session.set_expiry(int(KEPT_FOR.total_seconds()))


def _today() -> str:
    return timezone.localdate().isoformat()
