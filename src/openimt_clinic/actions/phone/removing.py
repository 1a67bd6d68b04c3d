"""A person takes away what they wrote: the words go, here and in every entry they came from.

What asks about safety stays where the team keeps it (the answer set); the person is told so.
"""

from openimt_clinic.actions.phone.arrival import Times
from openimt_clinic.records.phone_document import PhoneDocument


def remove(document: PhoneDocument, times: Times) -> None:
    """Empties the document and its entries; their keys stay, so that nothing comes back."""
    document.entries.update(values={}, says="")
    document.clashes.all().delete()
    document.fields, document.shared = {}, False
    document.removed_at = times.received_at
    document.save()
