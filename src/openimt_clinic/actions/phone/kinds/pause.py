"""A pause card: half a minute before a reply. It asks nothing about safety: all is private."""

from collections.abc import Mapping

from openimt.deliver.documents.document import Value
from openimt_clinic.actions.phone.kind import Kind, Read, read_fields
from openimt_clinic.actions.phone.moment_fields import PAUSE
from openimt_clinic.actions.phone.naming import named_by_the_page
from openimt_clinic.records.mapping.sharing import agreed
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.sharing_choice import Shares


def read(_patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    return read_fields(values, PAUSE)


def shared(patient: Patient) -> bool:
    """As the person has decided for all their moments; for each they can decide otherwise."""
    return agreed(patient, Shares.MOMENTS)


KIND = Kind("pause", read, named_by_the_page, shared=shared, owned=True)
