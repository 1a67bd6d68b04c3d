"""A rehearsal ahead of a feared meeting, and how it was in fact."""

from collections.abc import Mapping

from openimt.deliver.documents.document import Value
from openimt_clinic.actions.phone.kind import Kind, Read, read_fields
from openimt_clinic.actions.phone.kinds.pause import shared
from openimt_clinic.actions.phone.moment_fields import REHEARSAL
from openimt_clinic.actions.phone.naming import named_by_the_page
from openimt_clinic.records.patient import Patient


def read(_patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    return read_fields(values, REHEARSAL)


KIND = Kind("rehearsal", read, named_by_the_page, shared=shared, owned=True)
