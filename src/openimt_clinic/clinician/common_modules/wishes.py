"""What a person wants to talk about before they sign it, with their sentence if they wrote one."""

from dataclasses import dataclass
from datetime import datetime

from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.actions.care.signed_by_person import PERSON_SIGNS
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.to_sign import talked_about, waiting_for
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Wish:
    """About which document, when it was said, and the person's words; they may be empty."""

    document: CareDocument
    title: str
    at: datetime
    words: str


def wishes(patient: Patient) -> tuple[Wish, ...]:
    """About documents that still wait for the person's signature."""
    said = talked_about(patient)
    if not said:
        return ()
    waiting = waiting_for(patient, PERSON_SIGNS)
    return tuple(
        Wish(
            one, str(KINDS[one.kind].title), there.changed_at, str(there.values.get("words") or "")
        )
        for one in waiting
        if (there := said.get(str(one.pk)))
    )
