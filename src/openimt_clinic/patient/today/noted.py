"""What was noted today about something written before, with a way to change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from openimt_clinic.components.moment_words import TURNED_OUT
from openimt_clinic.records.mapping.moments import OF_TWO_HOURS
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry

TRUTH, STRENGTH = "truth", "strength_later"
ASKED = (TRUTH, STRENGTH)


@dataclass(frozen=True)
class Noted:
    """One answer of a later look. ``about``: the reading it belongs to, in the person's words."""

    document: PhoneDocument
    field: str

    @property
    def about(self) -> str:
        return str(self.document.values.get("meaning") or "")

    @property
    def is_truth(self) -> bool:
        return self.field == TRUTH

    @property
    def says(self) -> str | Promise:
        value = self.document.values[self.field]
        return dict(TURNED_OUT)[str(value)] if self.is_truth else f"{value:g}"

    @property
    def url(self) -> str:
        return reverse("patient:later", args=[self.document.kind, self.document.name])


def noted_since(documents: Sequence[PhoneDocument], morning: datetime) -> list[Noted]:
    """In the order of what they are about, the newest first."""
    there = [
        Noted(document, field)
        for document in documents
        if document.kind in OF_TWO_HOURS
        for field in ASKED
        if document.values.get(field) is not None
    ]
    keys = {_key(one): one for one in there}
    entries = PhoneEntry.objects.filter(key__in=keys, given_at__gte=morning) if keys else ()
    of_today = {str(entry.key) for entry in entries}
    return [one for one in there if _key(one) in of_today]


def _key(one: Noted) -> str:
    return str(one.document.fields[one.field]["key"])
