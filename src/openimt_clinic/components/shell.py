"""What every page's shell needs and the request knows: the look a person chose."""

from django.http import HttpRequest

LOOKS = ("light", "dark")
LOOK_COOKIE = "look"


def look(request: HttpRequest) -> dict[str, str]:
    """Context processor: ``theme`` is light, dark, or empty for the device's own wish."""
    chosen = request.COOKIES.get(LOOK_COOKIE, "")
    return {"theme": chosen if chosen in LOOKS else ""}
