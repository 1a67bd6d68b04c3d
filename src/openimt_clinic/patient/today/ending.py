"""The end: near, or behind the person, with the way back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from openimt.deliver.ending import numbers
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.patient.ending import number_of, own_ending
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Ends:
    """``over``: the course has ended. ``way_back`` and ``call`` in the words that were agreed."""

    on: date
    over: bool
    way_back: str
    call: str
    number: str
    url: str


def ending(patient: Patient, now: datetime) -> Card | None:
    """Some weeks ahead, that there is a page; afterwards, how to come back."""
    kept, over = own_ending(patient), has_ended(patient, now)
    today = clinic_day(patient.clinic, now)
    near = kept is not None and kept.on - timedelta(days=numbers().named_before) <= today
    on = kept.on if kept else patient.ended_on
    if on is None or not (over or near):
        return None
    about = Ends(
        on,
        over,
        kept.way_back if kept else "",
        kept.call if kept else "",
        number_of(kept.call) if kept else "",
        reverse("patient:ending"),
    )
    return Card("patient/today/ending.html", about)


def has_ended(patient: Patient, now: datetime) -> bool:
    """Whether the last day is behind the person."""
    today = clinic_day(patient.clinic, now)
    return patient.ended_on is not None and patient.ended_on <= today
