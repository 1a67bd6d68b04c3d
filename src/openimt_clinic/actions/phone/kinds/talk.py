"""Not yet: the person wants to talk about something before they sign it, with a sentence or none.

The document is named by what it is about. It keeps nobody from anything; it is read by those who
treat, and stands on the agenda of the next session.
"""

import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.field_readers import text, yes_or_no
from openimt_clinic.actions.phone.kind import Kind, Place, Read, given_day, read_fields
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.to_sign import TALK
from openimt_clinic.records.patient import Patient

READERS = {"first": yes_or_no, "words": text(2000)}


def read(_patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    return read_fields(values, READERS)


def place(patient: Patient, arrival: Arrival, times: Times) -> Place:
    """Only about something that waits to be read by this person."""
    if not _there(patient, arrival.name):
        raise RecordError(_("There is nothing to talk about here."))
    return given_day(patient, arrival, times)


def _there(patient: Patient, name: str) -> bool:
    try:
        document = uuid.UUID(name)
    except ValueError:
        return False
    signed = CareDocument.objects.filter(patient=patient, state=DocumentState.SIGNED.value)
    return signed.filter(pk=document, private=False).exists()


KIND = Kind(TALK, read, place)
