"""What a page needs to write a document: what stands in it, which entry that came from, a key."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


@dataclass(frozen=True)
class Writing:
    """A document as a page begins to write it. ``seen``: the entry each value came from."""

    kind: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    new: bool = True

    @property
    def reads(self) -> str:
        """Whether those who treat may read it, as the page's choice says it; they may at first."""
        return "false" if self.values.get("shared") is False else "true"

    @property
    def shows(self) -> str:
        """``seen``, as a form without script hands it on."""
        return json.dumps(dict(self.seen))

    @property
    def for_script(self) -> dict[str, Mapping[str, Any]]:
        """What the phone's script reads."""
        return {"values": self.values, "seen": self.seen}


def writing(patient: Patient, kind: str, name: str = "") -> Writing:
    """The document of that name as it stands, or an empty one; without a name a new one."""
    if not name:
        return Writing(kind, str(uuid.uuid4()))
    there = PhoneDocument.objects.filter(patient=patient, kind=kind, name=name).first()
    return written(there) if there else Writing(kind, name)


def written(document: PhoneDocument) -> Writing:
    """A document that is there."""
    seen = {name: str(row["key"]) for name, row in document.fields.items()}
    return Writing(document.kind, document.name, document.values, seen, new=False)


def documents(patient: Patient, kind: str) -> list[PhoneDocument]:
    """Every document of a kind that was not taken away, the newest first."""
    rows = PhoneDocument.objects.filter(patient=patient, kind=kind, removed_at__isnull=True)
    return list(rows.order_by("-made_at"))
