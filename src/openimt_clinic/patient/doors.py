"""An address by its name, or none where this clinic has no such page."""

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object) -> str:
    """Where the page is; empty where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
