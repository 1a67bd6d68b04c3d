"""The clinic's own key for web push (VAPID): made once, kept, and known to no vendor."""

import base64

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02, VapidException

from openimt.errors import ServiceError


def own_key() -> Vapid02 | None:
    """The key of the settings; None = this clinic sends nothing to browsers.

    Raises ServiceError for a key that is none.
    """
    written = settings.VAPID_KEY
    if not written:
        return None
    try:
        return Vapid02.from_raw(written.encode())
    except (ValueError, VapidException):
        raise ServiceError(
            "OPENIMT_VAPID_KEY is no key; `python -m openimt_clinic push_key` makes one."
        ) from None


def public_key() -> str:
    """What a browser is shown, so that it takes messages of this clinic alone; empty = none."""
    key = own_key()
    if key is None:
        return ""
    return _text(key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def new_key() -> str:
    """A fresh private key, as the settings take it."""
    made = Vapid02()
    made.generate_keys()
    return _text(made.private_key.private_numbers().private_value.to_bytes(32, "big"))


def _text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()
