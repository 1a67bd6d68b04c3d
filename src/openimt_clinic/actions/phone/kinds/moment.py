"""Something happened: safety and strength, the scene, and what it turned out to be.

Coming back to a moment asks about safety anew, as a document of its own (*look*), so that what
was said in the bad hour stays as it was said.
"""

from collections.abc import Mapping

from openimt.deliver.documents.document import Value
from openimt_clinic.actions.phone.kind import Kind, Read, kept_to_oneself, read_fields
from openimt_clinic.actions.phone.kinds.pause import shared
from openimt_clinic.actions.phone.moment_fields import INSTRUMENT, MOMENT
from openimt_clinic.actions.phone.naming import another, named_by_the_page
from openimt_clinic.records.patient import Patient


def read(_patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    """Answers about safety are items of the instrument, and are kept whatever else is refused."""
    return read_fields(values, MOMENT)


def read_look(_patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    """``of``: the moment that the person comes back to."""
    return read_fields(values, {"of": another})


def instrument(_name: str) -> str:
    return INSTRUMENT


KIND = Kind("moment", read, named_by_the_page, instrument, shared=shared, owned=True)
# Its answers reach the team as every answer about safety; there is nothing else in it to read.
LOOK = Kind("look", read_look, named_by_the_page, instrument, shared=kept_to_oneself)
