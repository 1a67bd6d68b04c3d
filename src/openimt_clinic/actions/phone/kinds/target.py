"""The person's own aims: their words, and each week how near they feel.

The document *words* holds the words; one named by a Monday holds that week's answers, which are
items of the instrument and scored by it.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.field_readers import text
from openimt_clinic.actions.phone.kind import Kind, Place, Read, read_fields
from openimt_clinic.records.patient import Patient

WORDS = "words"
AIMS = ("aim1", "aim2", "aim3", "aim4", "aim5")
INSTRUMENT = "oi-targets"
READERS = {f"{aim}_words": text(300) for aim in AIMS}


def read(_patient: Patient, name: str, values: Mapping[str, Value]) -> Read:
    return read_fields(values, READERS if name == WORDS else {})


def place(_patient: Patient, arrival: Arrival, times: Times) -> Place:
    """The words, or one week by its Monday, not later than this one."""
    if arrival.name == WORDS:
        return Place(WORDS, times.day)
    try:
        week = date.fromisoformat(arrival.name)
    except ValueError:
        raise RecordError(_("There is no such week.")) from None
    if week.weekday() or week > times.day:
        raise RecordError(_("There is no such week."))
    return Place(week.isoformat(), week)


def instrument(name: str) -> str:
    return "" if name == WORDS else INSTRUMENT


KIND = Kind("target", read, place, instrument)
