"""What is not done for somebody whose course has ended, and what always is."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.records.mapping.endings import died_on
from openimt_clinic.records.patient import Patient


def refuse_once_ended(patient: Patient) -> None:
    """Raises RecordError, with the remedy, for what is agreed for days to come: an appointment is
    moved, a plan or a diary card changed. Asked of the database, for a page may be older than the
    end."""
    ended = Patient.objects.filter(pk=patient.pk).values_list("ended_on", flat=True).first()
    if ended is not None:
        raise RecordError(_refusal(patient, ended))


def refuse_after_the_end(patient: Patient, day: date) -> None:
    """Raises RecordError for an appointment, session or plan of a day after the course ended.

    Safety plan, alerts, contacts, follow-ups, letters and a closing note are never refused.
    """
    if patient.ended_on is None or day <= patient.ended_on:
        return
    raise RecordError(_refusal(patient, patient.ended_on))


def _refusal(patient: Patient, ended: date) -> str:
    if (day := died_on(patient)) is not None:
        words = {"name": patient.name, "day": date_format(day, "j M Y")}
        says = _(
            "%(name)s died on %(day)s. Nothing to come is planned; a closing note can be written."
        )
        return says % words
    says = _(
        "%(name)s's course ended on %(day)s. Take the course up again first, or write a closing "
        "note."
    )
    return says % {"name": patient.name, "day": date_format(ended, "j M Y")}
