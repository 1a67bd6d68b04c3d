"""The day that a care document tells of: the one that was written, else the one it was begun."""

from datetime import date

from openimt_clinic.records.care_document import CareDocument


def told_day(document: CareDocument) -> date:
    """``on`` where the document says it."""
    said = document.values.get("on")
    return date.fromisoformat(said) if isinstance(said, str) else document.about
