"""``{% load patient %}``: a number as a phone dials it."""

import re

from django import template

register = template.Library()
NOT_DIALLED = re.compile(r"[^\d+*#]")


@register.filter
def dialled(number: str) -> str:
    """The digits of a number as it is written: ``0800 111 0 111`` becomes ``08001110111``."""
    return NOT_DIALLED.sub("", str(number))
