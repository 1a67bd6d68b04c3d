"""What a person wants to talk about before they sign it, with their sentence if they wrote one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from openimt.deliver.session import AgendaPoint
from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.actions.care.signed_by_person import PERSON_SIGNS
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.to_sign import TALK, talked_about, waiting_for
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Wish:
    """About which document, when it was said, and the person's words; they may be empty."""

    document: CareDocument
    title: str
    at: datetime
    words: str


def talk_points(patient: Patient) -> Iterator[AgendaPoint]:
    """The agenda's point for each of them, with the person's own words."""
    for wish in wishes(patient):
        says = _("Wants to talk about “%(title)s” before signing it.") % {"title": wish.title}
        because = _("They said “not yet” on their own page; nothing is signed until they wish to.")
        lines = (f"“{wish.words}”",) if wish.words else ()
        yield AgendaPoint(f"{TALK}_{wish.document.pk}", says, because, lines=lines)


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
