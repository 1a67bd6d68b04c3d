"""A form of the patient's side, named by its instrument and its day: ``oi-safety:2026-11-22``.

Every field is an item of the instrument, but whether the person keeps it to themselves.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from openimt.assess.library import known
from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.answering import MAY_BE_KEPT_BACK
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.field_readers import yes_or_no
from openimt_clinic.actions.phone.kind import Change, Kind, Place, Read, read_fields
from openimt_clinic.records.patient import Patient

FORM = "form"
FORMS = ("oi-safety", "oi-session-client", "oi-where")
"""What can be filled in on the patient's side, one page a form."""
KEEP_BACK = "keep_back"


def instrument_of(name: str) -> str:
    """The instrument in a document's name; empty where patients have no such form."""
    instrument = name.partition(":")[0]
    return instrument if instrument in FORMS and instrument in known() else ""


def read(_patient: Patient, name: str, values: Mapping[str, Value]) -> Read:
    """``keep_back``: of how a session was alone; what asks about safety is always read."""
    may = instrument_of(name) in MAY_BE_KEPT_BACK
    return read_fields(values, {KEEP_BACK: yes_or_no} if may else {})


def place(_patient: Patient, arrival: Arrival, times: Times) -> Place:
    """The day it was written, by the phone's calendar put right; never one ahead."""
    instrument, _colon, said = arrival.name.partition(":")
    if not instrument_of(arrival.name):
        raise RecordError(_("There is no such form."))
    try:
        day = date.fromisoformat(said) + timedelta(days=times.days_off)
    except (ValueError, OverflowError):
        raise RecordError(_("There is no such day.")) from None
    day = min(day, times.day)
    return Place(f"{instrument}:{day.isoformat()}", day)


def keep_to_oneself(change: Change) -> None:
    """A session's rating is shared, or not, as the person says now."""
    document = change.document
    kept_back = document.values.get(KEEP_BACK) is True
    document.shared = not kept_back
    document.save(update_fields=["shared"])
    if document.answer_set is not None and document.answer_set.shared is kept_back:
        document.answer_set.shared = not kept_back
        document.answer_set.save(update_fields=["shared"])


KIND = Kind(FORM, read, place=place, instrument=instrument_of, after=keep_to_oneself)
