"""Papers that go out: by whom, when, to whom and by which way. Nothing is sent from here."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.care.opening import locked
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.paper_sent import PAPERS, PaperSent, SentBy
from openimt_clinic.records.user import User

LONGEST = 200


@action
def note_sent(*, document: CareDocument, to_whom: str, way: str, on: date, by: User) -> PaperSent:
    """A signed paper went out on that day. Noted twice it is there once."""
    require(by, Permission.DELIVER, document.patient)
    kept = locked(document.pk)
    if kept.kind not in PAPERS or kept.state != DocumentState.SIGNED.value:
        raise RecordError(_("Only a signed paper goes out."))
    whom = said(to_whom, field="to_whom", remedy=_("Say to whom it went."))
    if len(whom) > LONGEST:
        raise RecordError(_("At most %(n)d letters.") % {"n": LONGEST}, field="to_whom")
    if way not in set(SentBy):
        raise RecordError(_("Choose how it went."), field="way")
    if on > timezone.localdate() or (kept.signed_at and on < timezone.localdate(kept.signed_at)):
        says = _("Choose a day from the signature until today.")
        raise RecordError(says, field="on")
    made, _new = PaperSent.objects.get_or_create(
        document=kept,
        to_whom=whom,
        way=way,
        on=on,
        defaults={
            "clinic_id": kept.clinic_id,
            "patient": kept.patient,
            "by": by,
            "noted_at": timezone.now(),
        },
    )
    record("paper.sent", by=by, patient=kept.patient, document=kept.pk, way=way, on=on)
    return made
