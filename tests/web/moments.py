"""Moments of Dan's, made as his phone makes them; small help for the tests of these pages."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.receiving import Received, receive
from openimt_clinic.records.phone_document import PhoneDocument
from tests.web.people import People

CALM: dict[str, Any] = {"strength": 4, "suicidal_urge": 0, "self_harm_urge": 0, "self_harm_act": 0}
NIGHT: dict[str, Any] = {"strength": 9, "suicidal_urge": 4, "self_harm_urge": 1}
SCENE: dict[str, Any] = {
    "when": "now",
    "place": "in the kitchen",
    "who": "Jana",
    "scene": "She read my message and did not answer for three hours.",
    "wish": "That she says she likes me.",
    "meaning": "She is done with me.",
    "sure": 90,
    "feelings": ("hurt", "afraid"),
    "felt_hurt": 7,
    "body": ("chest",),
    "did": "I wrote again.",
    "came": "Nothing yet.",
    "reminds": True,
    "threat": False,
}
AGAIN: dict[str, Any] = {"other1": "She was at work.", "sure_now": 60, "find_out": "Ask her."}


def wrote(
    people: People,
    kind: str,
    name: str = "",
    *,
    at: datetime | None = None,
    device: str = "phone",
    **values: Any,
) -> Received:
    """What one entry of Dan's comes to."""
    now = timezone.now()
    given = timezone.localtime(at or now)
    arrival = Arrival(
        key=uuid.uuid4(),
        kind=kind,
        name=name or str(uuid.uuid4()),
        device=device,
        number=round(given.timestamp() * 1e6) + len(values),
        given_at=given,
        values=values,
    )
    times = Times(given, max(given, now), 0, 0)
    return receive(patient=people.patient, arrival=arrival, times=times, by=people.dan)


def a_moment(people: People, kind: str = "moment", **values: Any) -> PhoneDocument:
    """The document after it."""
    document = wrote(people, kind, **values).document
    assert document is not None
    return document


def yesterday() -> datetime:
    return timezone.now() - timedelta(days=1)


def kept_moment(people: People, kind: str, *, shared: bool = False) -> PhoneDocument:
    """The one of that kind that is there, or a calm one."""
    there = PhoneDocument.objects.filter(patient=people.patient, kind=kind).first()
    if there:
        return there
    values = {"moment": CALM | SCENE, "pause": {"said": "Nothing."}, "rehearsal": {"who": "Jana"}}
    return a_moment(people, kind, shared=shared, **values[kind])
