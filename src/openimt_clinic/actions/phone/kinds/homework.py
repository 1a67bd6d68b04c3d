"""How it went with what was agreed in a session: a short answer, named by the session."""

import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.field_readers import one_of, text
from openimt_clinic.actions.phone.kind import Kind, Place, Read, given_day, read_fields
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

DONE, PARTLY, IN_THE_WAY = "all", "partly", "in_the_way"
HOW = (DONE, PARTLY, IN_THE_WAY)
REASONS = ("too_big", "shame", "crisis", "forgotten", "other")
READERS = {"how": one_of(*HOW), "what": one_of(*REASONS), "words": text(2000)}


def read(_patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    return read_fields(values, READERS)


def place(patient: Patient, arrival: Arrival, times: Times) -> Place:
    """Only about a session that this person had."""
    if not _session_of(patient, arrival.name):
        raise RecordError(_("There is no such session."))
    return given_day(patient, arrival, times)


def _session_of(patient: Patient, name: str) -> bool:
    try:
        session = uuid.UUID(name)
    except ValueError:
        return False
    return SessionRecord.objects.filter(patient=patient, pk=session).exists()


KIND = Kind("homework", read, place)
