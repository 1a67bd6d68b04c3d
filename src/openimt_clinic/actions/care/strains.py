"""A strain that was caught in a session's note, brought to the log of strains when it is signed.

One session has one rupture: what is there already is not written twice, whether the note is signed
anew or the therapist began the rupture from the session's page. It stays a draft, so that the
repair goes on from there.
"""

from django.utils.translation import gettext as _

from openimt_clinic.actions.care.kind import Signed
from openimt_clinic.actions.care.made import begun_with, new_document, next_document
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.common_modules import RUPTURE

HAPPENED, STRAINS = "happened", "strains"
ASIDE = DocumentState.PUT_ASIDE.value


def keep_strains(done: Signed) -> None:
    """Opens the session's rupture or adds to it; nothing where nothing new was caught."""
    given = done.values.get(STRAINS)
    caught = [str(one).strip() for one in given] if isinstance(given, tuple) else []
    there = _there(done)
    told = {line for one in there for line in _lines(_happened(one))}
    new = [one for one in dict.fromkeys(caught) if one and not told.issuperset(_lines(one))]
    if not new:
        return
    standing = [one for one in there if one.state != ASIDE]
    kept = _to_write(standing[0] if standing else None, done)
    words = "\n".join(filter(None, (_happened(kept), *new)))
    kept.fields = {**kept.fields, **begun_with({HAPPENED: words})}
    kept.subject = subject_of(done.document)
    kept.save()
    record("document.begun", by=done.by, patient=done.patient, document=kept.pk, kind=RUPTURE)


def subject_of(note: CareDocument) -> str:
    """How the rupture of a session names the note that it was caught in, in every version."""
    return f"session-{note.line.hex}"


def rupture_of(note: CareDocument) -> CareDocument | None:
    """The rupture that was caught in this note, as it was written last."""
    kept = CareDocument.objects.filter(
        patient=note.patient_id, kind=RUPTURE, subject=subject_of(note)
    )
    return kept.exclude(state=ASIDE).order_by("-number").first()


def _there(done: Signed) -> list[CareDocument]:
    """The newest version first: of this note's rupture, put aside or not, and of what the same
    person began by itself on the day of the session."""
    rows = CareDocument.objects.select_for_update(of=("self",)).filter(
        patient=done.patient, kind=RUPTURE, about=done.document.about
    )
    own = rows.filter(subject=subject_of(done.document)).order_by("-number")
    alone = rows.filter(subject="", author=done.by).exclude(state=ASIDE).order_by("-number")
    return [*own, *alone]


def _happened(one: CareDocument) -> str:
    return str(one.values.get(HAPPENED) or "")


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines()]


def _to_write(there: CareDocument | None, done: Signed) -> CareDocument:
    """The draft that is there, the next version of what is signed, or a new one."""
    if there is None:
        made = new_document(done.patient, RUPTURE, done.by)
        made.about = done.document.about
        return made
    if there.state == DocumentState.DRAFT.value:
        return there
    return next_document(there, done.by, _("Added in the note of the session."))
