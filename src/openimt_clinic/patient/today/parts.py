"""Everything that can stand on Today, in its order."""

from datetime import datetime

from openimt_clinic.patient.today.aims import aims
from openimt_clinic.patient.today.card import Card, Part
from openimt_clinic.patient.today.choice import choice
from openimt_clinic.patient.today.clash import clash
from openimt_clinic.patient.today.day_card import day_card
from openimt_clinic.patient.today.ending import ending, has_ended
from openimt_clinic.patient.today.experiments import experiments
from openimt_clinic.patient.today.forms import forms
from openimt_clinic.patient.today.handover import handover
from openimt_clinic.patient.today.later import later_checks
from openimt_clinic.patient.today.meeting import meeting
from openimt_clinic.patient.today.pause import pause
from openimt_clinic.patient.today.reminders import reminders
from openimt_clinic.patient.today.to_sign import to_sign
from openimt_clinic.patient.today.told import told
from openimt_clinic.records.patient import Patient

PARTS: tuple[Part, ...] = (
    told,
    ending,
    handover,
    reminders,
    clash,
    day_card,
    pause,
    meeting,
    choice,
    to_sign,
    later_checks,
    forms,
    experiments,
    aims,
)
"""The life story is not among them: it never invites."""

AFTER: tuple[Part, ...] = (told, ending, clash, pause)
"""After the end nothing is asked any more; the way back and what helps stay."""


def cards(patient: Patient, now: datetime) -> list[Card]:
    """The cards of this moment."""
    parts = AFTER if has_ended(patient, now) else PARTS
    found = (part(patient, now) for part in parts)
    return [card for card in found if card]
