"""Ratings of stories as the core's, once two people have signed theirs; and links to schemas."""

from collections.abc import Mapping

from openimt.deliver.documents.document import Value
from openimt.deliver.story.rating import Rated, codes
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient

RATING, LINK = "story_rating", "story_schemas"
SIGNED = DocumentState.SIGNED.value


def rated(values: Mapping[str, Value]) -> dict[str, int]:
    """The number of each code that was rated."""
    given = {code.id: values.get(code.id) for code in codes()}
    return {name: int(str(value)) for name, value in given.items() if str(value or "").isdecimal()}


def open_ratings(patient: Patient) -> list[CareDocument]:
    """Of each rating its last signed version, where two people have signed theirs."""
    return _last(patient, RATING, private=False)


def rated_by(document: CareDocument) -> Rated:
    """A rating as the core knows it."""
    return Rated(document.subject, str(document.author_id), rated(values_of(document.fields)))


def closed_counts(patient: Patient) -> dict[str, int]:
    """By story, how many have signed a rating that is not open yet; nothing of what it says."""
    found: dict[str, int] = {}
    for one in _last(patient, RATING, private=True):
        found[one.subject] = found.get(one.subject, 0) + 1
    return found


def links(patient: Patient) -> dict[str, CareDocument]:
    """By story, the newest signed link to schemas."""
    rows = sorted(_last(patient, LINK, private=False), key=lambda one: one.made_at)
    return {one.subject: one for one in rows}


def _last(patient: Patient, kind: str, *, private: bool) -> list[CareDocument]:
    rows = CareDocument.objects.filter(patient=patient, kind=kind, state=SIGNED, private=private)
    last = rows.order_by("line", "-number").distinct("line").values("pk")
    return list(CareDocument.objects.filter(pk__in=last).select_related("author"))
