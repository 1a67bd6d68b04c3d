"""What begins now for somebody who waits: nobody waits with empty hands, and nobody in danger."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from openimt.assess.front_door.asked import front_door


class Now(StrEnum):
    """What starts while somebody waits for their therapy, in its order."""

    SAFETY_FIRST = "safety_first"
    NUMBERS = "numbers"
    SAFETY_PLAN = "safety_plan"
    FIRST_MEETING = "first_meeting"
    CHECK_IN = "check_in"


@dataclass(frozen=True)
class Waits:
    """``since``: the day the referral came. ``danger``: said or judged to be in danger now.
    ``meeting``: a meeting of Good Psychiatric Management was held or is planned.
    ``check_in``: the next day on which somebody calls."""

    since: date
    danger: bool
    numbers: bool
    safety_plan: bool
    meeting: bool
    check_in: date | None


def days_waiting(since: date, on: date) -> int:
    """Whole days since the referral came; none before it.

    >>> days_waiting(date(2026, 11, 1), date(2026, 11, 23))
    22
    """
    return max(0, (on - since).days)


def to_do(waits: Waits, on: date) -> tuple[Now, ...]:
    """What is still to do, the next first. Danger stands alone at the top and is no waiting.

    >>> to_do(Waits(date(2026, 11, 1), False, True, True, True, None), date(2026, 11, 23))
    (<Now.CHECK_IN: 'check_in'>,)
    """
    heard = waits.check_in is not None and waits.check_in >= on
    needed = {
        Now.SAFETY_FIRST: waits.danger,
        Now.NUMBERS: not waits.numbers,
        Now.SAFETY_PLAN: not waits.safety_plan,
        Now.FIRST_MEETING: not waits.meeting,
        Now.CHECK_IN: not heard,
    }
    return tuple(step for step, wanted in needed.items() if wanted)


def next_check_in(on: date) -> date:
    """The usual day for the next call."""
    return on + timedelta(days=front_door().check_in_days)
