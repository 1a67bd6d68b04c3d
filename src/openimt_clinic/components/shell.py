"""What every page's shell needs and the request knows: the look a person chose, and the hand."""

from django.http import HttpRequest
from django.utils import timezone

NIGHT = "night"
LOOKS = ("light", "dark", NIGHT)
LOOK_COOKIE = "look"
HANDS = ("left",)
HAND_COOKIE = "hand"
NIGHT_BEGINS, NIGHT_ENDS = 20, 7
"""Hours of the clinic's clock; where scripts run, the device's own clock decides."""


def look(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``theme`` is light, dark, or empty for the device's own wish.

    ``look``: the word that was chosen. ``night``: dark by night, by day as the device wishes.
    """
    chosen = request.COOKIES.get(LOOK_COOKIE, "")
    chosen = chosen if chosen in LOOKS else ""
    hand = request.COOKIES.get(HAND_COOKIE, "")
    return {
        "theme": _by_hour() if chosen == NIGHT else chosen,
        "look": chosen,
        "night": chosen == NIGHT,
        "hand": hand if hand in HANDS else "",
    }


def _by_hour() -> str:
    hour = timezone.localtime().hour
    return "dark" if hour >= NIGHT_BEGINS or hour < NIGHT_ENDS else ""
