"""Forms that are due, and feedback after a session; the day's own card stands apart."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openimt_clinic.patient.due import Due, due_forms
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Door:
    """A large link to a form: its name and a few words under it."""

    form_id: str
    name: str
    says: str


def forms(patient: Patient, now: datetime) -> Card | None:
    """A door to each form that is due."""
    due = due_forms(patient, now)
    doors = [door(one) for one in due.values() if one.due]
    return Card("patient/today/forms.html", doors) if doors else None


def door(due: Due) -> Door:
    """The door of a form."""
    return Door(due.form.id, due.form.title(get_language() or "en"), _under(due))


def _under(due: Due) -> str:
    if due.begun:
        return _("You have begun. Go on where you were.")
    seconds = round(due.form.instrument.minutes * 60, -1)
    if seconds < 120:
        return _("about %(n)d seconds") % {"n": seconds}
    return _("about %(n)d minutes") % {"n": round(due.form.instrument.minutes)}
