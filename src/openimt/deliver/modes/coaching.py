"""Coaching between sessions after an act: no extra call for a day, and what holds all the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

STANDS = (
    "Emergency care still applies at any hour. The safety plan, the alerts and the person on duty "
    "work as ever, and the booked session stands."
)
"""Said wherever the rule is shown."""


@dataclass(frozen=True)
class AfterAnAct:
    """The rule holds until ``until``. ``stands``: what it never touches."""

    until: datetime
    stands: str = STANDS


def after_an_act(acts: Iterable[datetime], now: datetime, hours: float) -> AfterAnAct | None:
    """Whether the rule holds now: from the last act that is known, for so many hours.

    It is a thing to say and to think about. It closes nothing.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 14, 12, tzinfo=UTC)
    >>> held = after_an_act([noon - timedelta(hours=20)], noon, 24)
    >>> held.until.hour if held else None
    16
    """
    last = max((at for at in acts if at <= now), default=None)
    if last is None or now >= last + timedelta(hours=hours):
        return None
    return AfterAnAct(last + timedelta(hours=hours))
