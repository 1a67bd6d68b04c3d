"""One message to one browser: encrypted for it alone, signed by the clinic, sent without detours.

No redirect is followed, no proxy of the environment is used, and nothing of the answer is kept
but what it means.
"""

import hashlib
import http.client
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from django.conf import settings
from py_vapid import VapidException
from pywebpush import WebPusher

from openimt.errors import RecordError, ServiceError
from openimt_clinic.pushing.endpoint import Target, found
from openimt_clinic.pushing.keys import own_key
from openimt_clinic.pushing.line import posted

PATIENCE = 5.0
"""Seconds for a push service to take a message and answer, from first to last."""
LONGEST_WAIT = timedelta(hours=1)
SIGNED_FOR = timedelta(hours=12)
NOT_FOUND, GONE, TOO_MANY, SERVER = 404, 410, 429, 500


class Outcome(StrEnum):
    """What a push service made of a message."""

    TAKEN = "taken"
    GONE = "gone"
    AGAIN = "again"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """``wait``: the service asked for that much patience."""

    outcome: Outcome
    wait: timedelta | None = None


@dataclass(frozen=True)
class Browser:
    """Where a browser takes messages, and the keys by which it alone can read them."""

    endpoint: str
    p256dh: str
    auth: str


def push(
    browser: Browser, message: Mapping[str, str], *, name: str, lives: timedelta, now: datetime
) -> Answer:
    """Hands the message over. ``name``: a later one of this name takes its place, so that no two
    pile up; after ``lives`` the service throws it away instead of bringing it late."""
    try:
        target = found(browser.endpoint)
        body = _encrypted(browser, message)
        headers = _headers(target, name, lives, now)
        answer = posted(target, body, headers, within=PATIENCE)
        return _meaning(answer.status, answer.getheader("Retry-After"), now)
    except (OSError, http.client.HTTPException):
        return Answer(Outcome.AGAIN)
    except (RecordError, VapidException):
        return Answer(Outcome.REFUSED)


def _encrypted(browser: Browser, message: Mapping[str, str]) -> bytes:
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    data = json.dumps(message, ensure_ascii=False).encode()
    body: bytes = WebPusher({"endpoint": browser.endpoint, "keys": keys}).encode(data)["body"]
    return body


def _headers(target: Target, name: str, lives: timedelta, now: datetime) -> dict[str, str]:
    key = own_key()
    if key is None:
        raise ServiceError("There is no OPENIMT_VAPID_KEY, so nothing goes to browsers.")
    until = int((now + SIGNED_FOR).timestamp())
    signed: dict[str, str] = key.sign(
        {"aud": target.origin, "exp": until, "sub": settings.VAPID_CONTACT}
    )
    digest = hashlib.sha256(name.encode()).digest()[:24]
    return {
        **signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, int(lives.total_seconds()))),
        "Topic": urlsafe_b64encode(digest).decode(),
        "Urgency": "normal",
    }


def _meaning(status: int, retry_after: str | None, now: datetime) -> Answer:
    if 200 <= status < 300:
        return Answer(Outcome.TAKEN)
    if status in {NOT_FOUND, GONE}:
        return Answer(Outcome.GONE)
    if status == TOO_MANY or status >= SERVER:
        return Answer(Outcome.AGAIN, _wait(retry_after, now))
    return Answer(Outcome.REFUSED)


def _wait(said: str | None, now: datetime) -> timedelta | None:
    """Seconds or a date, as the standard allows; nonsense is no wish."""
    if not said:
        return None
    try:
        at = parsedate_to_datetime(said) if not said.isdigit() else None
    except ValueError:
        return None
    if at is None:
        return min(timedelta(seconds=min(int(said), 10**6)), LONGEST_WAIT)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta()), LONGEST_WAIT)
