"""What goes when a document is closed: every writing on the way to it."""

from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_entry import CareEntry


def forget_writings(kept: CareDocument) -> None:
    """What was typed and taken out again before a document was closed is nobody's to read."""
    CareEntry.objects.filter(document=kept).update(values={}, before={}, clashed=[])
