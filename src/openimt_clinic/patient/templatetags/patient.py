"""``{% load patient %}``: a number as a phone dials it, days and hours as people say them."""

import re
from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from openimt_clinic.components.clinic_words import (
    CrisisLine,
    Sentence,
    clinic_says,
    crisis_lines,
)
from openimt_clinic.records.clinic import Clinic

register = template.Library()
NOT_DIALLED = re.compile(r"[^\d+*#]")


@register.filter
def dialled(number: str) -> str:
    """The digits of a number as it is written: ``0800 111 0 111`` becomes ``08001110111``."""
    return NOT_DIALLED.sub("", str(number))


@register.filter
def says(clinic: Clinic | None, name: str) -> Sentence | str:
    """The clinic's own sentence, in the reader's language: ``{{ clinic|says:"who_reads" }}``."""
    return clinic_says(clinic, name) if clinic else ""


@register.filter
def lines(clinic: Clinic | None) -> list[CrisisLine]:
    """The clinic's crisis numbers, in the reader's language: ``{% for line in clinic|lines %}``."""
    return crisis_lines(clinic) if clinic else []


@register.filter
def moment(at: datetime) -> str:
    """A day and an hour: ``Tue 24 Nov, 14:00``, in German ``Di, 24. Nov., 14:00``."""
    return date_format(localtime(at), _("D j M, H:i"))


@register.filter
def day(on: date) -> str:
    """A day: ``24 November 2026``, in German ``24. November 2026``."""
    return date_format(localtime(on) if isinstance(on, datetime) else on, _("j F Y"))
