"""A skill of the person's own list: a favourite, in own words, and how it helped when used."""

from collections.abc import Mapping

from openimt.deliver.documents.document import Value
from openimt_clinic.actions.phone.field_readers import one_of, text, yes_or_no
from openimt_clinic.actions.phone.kind import Kind, Read, read_fields
from openimt_clinic.records.patient import Patient

A_LOT, A_LITTLE, NOT_NOW = "a_lot", "a_little", "not_this_time"
HELPED = (A_LOT, A_LITTLE, NOT_NOW)
READERS = {
    "title": text(120),
    "words": text(2000),
    "favourite": yes_or_no,
    "helped": one_of(*HELPED),
}


def read(_patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    """``title``: of a skill of one's own; one of the path has its name from there."""
    return read_fields(values, READERS)


KIND = Kind("skill", read, owned=True)
