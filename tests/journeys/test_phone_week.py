"""A week with the phone: three days without a net, a bad night, a calm evening, a chapter."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.journeys.clinic import RunningClinic
from tests.journeys.moving import moved_clinic
from tests.journeys.visitor import Visitor

BERLIN = ZoneInfo("Europe/Berlin")


def coming_monday() -> datetime:
    """A quarter past eight in the evening: the demo's roster is filled from today on."""
    today = datetime.now(BERLIN).date()
    return datetime.combine(
        today + timedelta(days=7 - today.weekday()), time(20, 15), tzinfo=BERLIN
    )


def test_a_week(clinic: RunningClinic, visit: Callable[..., Visitor]) -> None:
    monday = coming_monday()
    with moved_clinic(clinic, monday, "mira@journey.example") as moved:
        mira = visit(width=390, address=moved.clinic.address)
        mira.context.clock.install(time=monday)
        mira.sign_in("mira@journey.example")
        mira.look("today")
