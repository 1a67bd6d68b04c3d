"""Documents whose name is an id that their page made, since it is the page's address, too."""

from uuid import UUID

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.kind import Place, given_day
from openimt_clinic.records.patient import Patient


def named_by_the_page(patient: Patient, arrival: Arrival, times: Times) -> Place:
    """About the day it was written; raises RecordError for any other name."""
    if not is_name(arrival.name):
        raise RecordError(_("This page has lost its place. Please open it again."), field="name")
    return given_day(patient, arrival, times)


def another(name: str, value: Value) -> Value:
    """A field that names another such document; empty is none."""
    if value in (None, ""):
        return None
    if not is_name(value):
        raise RecordError(_("Choose one of those that are there, or none."), field=name)
    return value


def is_name(said: Value) -> bool:
    """Whether this is an id, written as pages write it."""
    try:
        return str(UUID(str(said))) == said
    except ValueError:
        return False
