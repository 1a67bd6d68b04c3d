"""A new version of what was signed; putting a draft aside, and taking it up again."""

from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.care.opening import kind_of, locked, next_version
from openimt_clinic.actions.care.writing import may_write
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.user import User

DRAFT, ASIDE = DocumentState.DRAFT.value, DocumentState.PUT_ASIDE.value


@action
def amend(*, document: CareDocument, reason: str, by: User) -> CareDocument:
    """A draft of the next version, with the reason; one that is begun already is continued."""
    kept = _closed(document, by, DocumentState.SIGNED)
    versions = CareDocument.objects.filter(line=kept.line)
    if begun := versions.filter(state=DRAFT).first():
        record("document.continued", by=by, patient=kept.patient, document=begun.pk)
        return begun
    says = said(reason, field="reason", remedy=_("Write in a few words why it changes."))
    newest = versions.order_by("-number").first() or kept
    if newest.pk != kept.pk and newest.state != ASIDE:
        raise RecordError(_("There is a newer version already. Change that one."))
    kept.number = max(kept.number, newest.number)
    made = next_version(kept, by, says)
    record("document.amended", by=by, patient=made.patient, document=made.pk, kind=made.kind)
    return made


@action
def put_aside(*, document: CareDocument, by: User, reason: str = "") -> CareDocument:
    """A draft that was begun by mistake, or is not needed; one with words in it needs a reason."""
    kept = may_write(document, by)
    if kept.entries.exists():
        kept.says = said(reason, field="reason", remedy=_("Write in a few words why."))
    kept.state = ASIDE
    kept.save(update_fields=["state", "says"])
    record("document.put_aside", by=by, patient=kept.patient, document=kept.pk, kind=kept.kind)
    return kept


@action
def take_up(*, document: CareDocument, by: User) -> CareDocument:
    """A draft that was put aside is written on."""
    kept = _closed(document, by, DocumentState.PUT_ASIDE)
    if CareDocument.objects.filter(line=kept.line, state=DRAFT).exists():
        raise RecordError(_("Another draft of this has been begun. Continue that one."))
    kept.state = DRAFT
    kept.save(update_fields=["state"])
    record("document.taken_up", by=by, patient=kept.patient, document=kept.pk, kind=kept.kind)
    return kept


def _closed(document: CareDocument, by: User, state: DocumentState) -> CareDocument:
    kept = locked(document.pk)
    sort = kind_of(kept.kind)
    require(by, sort.permission, kept.patient)
    if kept.private and kept.author_id != by.pk:
        raise RecordError(_("This is another person's own note."))
    if kept.state != state.value:
        raise RecordError(_("Somebody has changed this meanwhile. Look at it as it is now."))
    return kept
