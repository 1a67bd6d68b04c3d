"""What a phone sends at once, read strictly: its device, the moment, and many entries."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.actions.phone.arrival import moment

LARGEST = 4 * 1024 * 1024
"""Bytes. A phone whose entries are longer together sends fewer at once."""
MOST = 100
TOO_LARGE, UNREADABLE = 413, 422


class NoBody(Exception):  # noqa: N818 - an answer, not a mistake
    """What came is nothing that can be read; nothing of it was taken."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status, self.says = status, says


@dataclass(frozen=True)
class Body:
    """``entries`` as they came. ``person``: for whom the phone kept them, where it says so."""

    device: uuid.UUID
    sent_at: datetime
    entries: list[object]
    person: str


def body_of(request: HttpRequest) -> Body:
    """The request's body; raises NoBody for one that is none."""
    sent = _json(_bytes(request))
    if not isinstance(sent, dict) or not isinstance(sent.get("entries"), list):
        raise NoBody(UNREADABLE, _("Something is wrong with what this phone has sent."))
    if len(sent["entries"]) > MOST:
        raise NoBody(TOO_LARGE, _("This is too much at once; send fewer entries."))
    try:
        device, sent_at = uuid.UUID(str(sent.get("device"))), moment(sent.get("sent_at"), "sent_at")
    except (ValueError, RecordError):
        raise NoBody(UNREADABLE, _("Something is wrong with what this phone has sent.")) from None
    return Body(device, sent_at, sent["entries"], str(sent.get("person") or ""))


def _bytes(request: HttpRequest) -> bytes:
    # Before it is read: what is too long is not taken into memory at all.
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not said.isdecimal() or int(said) > LARGEST:
        raise NoBody(TOO_LARGE, _("This is too much at once; send fewer entries."))
    try:
        return request.body
    except RawPostDataException:
        return b""


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    # Not UTF-8, not JSON, a number of ten thousand digits; or brackets without an end.
    except (ValueError, RecursionError):
        raise NoBody(UNREADABLE, _("Something is wrong with what this phone has sent.")) from None
