"""An experiment: something tried out to find out what happens. Any answer is worth having."""

from collections.abc import Mapping

from openimt.deliver.documents.document import Value
from openimt_clinic.actions.phone.field_readers import day, one_of, text
from openimt_clinic.actions.phone.kind import Kind, Read, read_fields
from openimt_clinic.records.patient import Patient

AS_EXPECTED, OTHERWISE, NOT_TRIED = "as_expected", "otherwise", "not_tried"
FOUND = (AS_EXPECTED, OTHERWISE, NOT_TRIED)
READERS = {
    "goal": text(1000),
    "wish": text(1000),
    "expect": text(2000),
    "watch": text(2000),
    "on": day,
    "when": text(200),
    "found": one_of(*FOUND),
    "happened": text(4000),
    "learned": text(4000),
}


def read(_patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    """``wish``: which wish it serves. ``watch``: what to look at inside. ``found``: afterwards."""
    return read_fields(values, READERS)


KIND = Kind("experiment", read, owned=True)
