"""Signing: what is signed stands; what follows from it happens with it, or neither does."""

from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.writing.field import missing
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.care.forgetting import forget_writings
from openimt_clinic.actions.care.kind import Signed
from openimt_clinic.actions.care.opening import kind_of, locked
from openimt_clinic.actions.care.writing import may_write, standing_clashes
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_presence import CarePresence
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.user import User

SIGNED = DocumentState.SIGNED.value


def standing(document: CareDocument) -> str:
    """A short mark of what stands in the document; it changes with every field."""
    keys = sorted(f"{name}:{row['key']}" for name, row in document.fields.items())
    return sha256("\n".join(keys).encode()).hexdigest()[:16]


@action
def sign(*, document: CareDocument, by: User, seen: str = "") -> CareDocument:
    """Closes a draft. ``seen``: the mark of what the signer had before them; when something else
    stands there now, nobody signs what they have not read.

    Pressed twice it is signed once. Raises RecordError, naming the field where there is one.
    """
    now = locked(document.pk)
    if now.state == SIGNED and now.signed_by_id == by.pk:
        record("document.signed_again", by=by, patient=now.patient, document=now.pk)
        return now
    kept = may_write(now, by)
    _refuse_unread(kept, seen)
    _refuse_unfinished(kept)
    kept.state, kept.signed_by, kept.signed_at = SIGNED, by, timezone.now()
    kept.save()
    forget_writings(kept)
    CarePresence.objects.filter(document=kept).delete()
    kind_of(kept.kind).signed(Signed(kept.patient, kept, values_of(kept.fields), by))
    record("document.signed", by=by, patient=kept.patient, document=kept.pk, kind=kept.kind)
    return kept


@action
def cosign(
    *, document: CareDocument, role: SignerRole, by: User, in_the_room: bool = False
) -> CareSignature:
    """A further signature: the patient's own, the patient's in the room as told by the clinician,
    or a second person's. Given twice it counts once."""
    kept = locked(document.pk)
    _may_cosign(kept, role, by, in_the_room=in_the_room)
    made, _new = CareSignature.objects.get_or_create(
        document=kept,
        role=role.value,
        defaults={
            "clinic_id": kept.clinic_id,
            "patient": kept.patient,
            "by": by,
            "in_the_room": in_the_room,
            "at": timezone.now(),
        },
    )
    record("document.cosigned", by=by, patient=kept.patient, document=kept.pk, role=role.value)
    return made


def _may_cosign(kept: CareDocument, role: SignerRole, by: User, *, in_the_room: bool) -> None:
    sort = kind_of(kept.kind)
    own = role is SignerRole.PATIENT and not in_the_room
    require(by, Permission.ANSWER_OWN if own else sort.permission, kept.patient)
    if kept.private or role not in sort.also_signs:
        raise RecordError(_("Nobody else signs this."))
    if kept.state != SIGNED:
        raise RecordError(_("This is not finished yet, so it cannot be signed."))
    if role is SignerRole.SECOND and by.pk == kept.signed_by_id:
        raise RecordError(_("A second person signs here; you have signed already."))
    if CareDocument.objects.filter(line=kept.line, number__gt=kept.number, state=SIGNED).exists():
        raise RecordError(_("There is a newer version. Read and sign that one."))


def _refuse_unread(kept: CareDocument, seen: str) -> None:
    if seen and seen != standing(kept):
        raise RecordError(_("Something was changed here since you read it. Look again, then sign."))


def _refuse_unfinished(kept: CareDocument) -> None:
    values = values_of(kept.fields)
    sort = kind_of(kept.kind)
    fields = sort.fields(kept.patient, kept)
    names = {one.name: one.label for one in fields}
    for name in standing_clashes(kept):
        says = _("“%(field)s” was written by two people. Choose which holds, then sign.")
        raise RecordError(says % {"field": names.get(name, name)}, field=name)
    for one in missing(fields, values):
        raise RecordError(_("“%(field)s” is still empty.") % {"field": one.label}, field=one.name)
    for name, says in sort.amiss(kept.patient, values).items():
        raise RecordError(says, field=name)
