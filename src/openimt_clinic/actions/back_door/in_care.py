"""What is not done for somebody whose course has ended, and what always is."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.records.patient import Patient


def refuse_after_the_end(patient: Patient, day: date) -> None:
    """Raises RecordError for an appointment, session or plan of a day after the course ended.

    Safety plan, alerts, contacts, follow-ups, letters and a closing note are never refused.
    """
    if patient.ended_on is None or day <= patient.ended_on:
        return
    says = _(
        "%(name)s's course ended on %(day)s. Take the course up again first, or write a closing "
        "note."
    )
    when = date_format(patient.ended_on, "j M Y")
    raise RecordError(says % {"name": patient.name, "day": when})
