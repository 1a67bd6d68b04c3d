"""A new version of what was signed; putting a draft aside, and taking it up again."""

from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.care.forgetting import forget_writings
from openimt_clinic.actions.care.opening import kind_of, locked, next_version
from openimt_clinic.actions.care.writing import may_write
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.user import User

LONGEST_REASON = 300
DRAFT, ASIDE = DocumentState.DRAFT.value, DocumentState.PUT_ASIDE.value


@action
def amend(*, document: CareDocument, reason: str, by: User) -> CareDocument:
    """A draft of the next version, with the reason; one that is begun already is continued."""
    kept = _closed(document, by, DocumentState.SIGNED)
    versions = CareDocument.objects.filter(line=kept.line)
    if begun := versions.filter(state=DRAFT).first():
        record("document.continued", by=by, patient=kept.patient, document=begun.pk)
        return begun
    says = _few_words(reason, _("Write in a few words why it changes."))
    newest = versions.order_by("-number").first() or kept
    if newest.pk != kept.pk and newest.state != ASIDE:
        raise RecordError(_("There is a newer version already. Change that one."))
    kept.number = max(kept.number, newest.number)
    made = next_version(kept, by, says)
    record("document.amended", by=by, patient=made.patient, document=made.pk, kind=made.kind)
    return made


@action
def put_aside(*, document: CareDocument, by: User, reason: str = "") -> CareDocument:
    """A draft that was begun by mistake, or is not needed; one with words in it needs a reason.

    Each writing on the way to it goes, as it does at signing: what was typed and taken out again
    may never have been meant for this record.
    """
    kept = may_write(document, by)
    if kept.entries.exists():
        kept.aside = _few_words(reason, _("Write in a few words why."))
    kept.state = ASIDE
    kept.save(update_fields=["state", "aside"])
    forget_writings(kept)
    record("document.put_aside", by=by, patient=kept.patient, document=kept.pk, kind=kept.kind)
    return kept


@action
def take_up(*, document: CareDocument, by: User) -> CareDocument:
    """A draft that was put aside is written on."""
    kept = _closed(document, by, DocumentState.PUT_ASIDE)
    if CareDocument.objects.filter(line=kept.line, state=DRAFT).exists():
        raise RecordError(_("Another draft of this has been begun. Continue that one."))
    _refuse_beside_what_holds(kept)
    kept.state = DRAFT
    kept.save(update_fields=["state"])
    record("document.taken_up", by=by, patient=kept.patient, document=kept.pk, kind=kept.kind)
    return kept


def _refuse_beside_what_holds(kept: CareDocument) -> None:
    """Nothing old is signed over what came after it."""
    others = CareDocument.objects.filter(patient=kept.patient, kind=kept.kind)
    others = others.exclude(pk=kept.pk).exclude(state=ASIDE)
    if kept.private:
        others = others.filter(author=kept.author)
    if others.filter(line=kept.line, number__gt=kept.number).exists():
        raise RecordError(_("There is a newer version already. Change that one."))
    elsewhere = others.exclude(line=kept.line)
    if kind_of(kept.kind).one_line and elsewhere.exists():
        raise RecordError(_("Another one of these has been begun since. Continue that one."))
    if kept.appointment and elsewhere.filter(appointment=kept.appointment).exists():
        raise RecordError(_("This appointment has another one by now. Continue that one."))


def _few_words(reason: str, remedy: str) -> str:
    says = said(reason, field="reason", remedy=remedy)
    if len(says) > LONGEST_REASON:
        raise RecordError(_("At most %(n)d letters.") % {"n": LONGEST_REASON}, field="reason")
    return says


def _closed(document: CareDocument, by: User, state: DocumentState) -> CareDocument:
    kept = locked(document.pk)
    sort = kind_of(kept.kind)
    require(by, sort.permission, kept.patient)
    if kept.private and kept.author_id != by.pk:
        raise RecordError(_("This is another person's own note."))
    if kept.state != state.value:
        raise RecordError(_("Somebody has changed this meanwhile. Look at it as it is now."))
    return kept
