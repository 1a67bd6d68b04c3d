"""Two devices answered one field differently: the person says which answer holds."""

import uuid
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.kind import Read
from openimt_clinic.actions.phone.receiving import keep_in, kind_of
from openimt_clinic.audit.log import record
from openimt_clinic.records.mapping.written import as_value
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.user import User

CHOSEN = "chosen"
"""The device of an answer that a person chose between two."""


@action
def settle_clash(
    *, clash: PhoneClash, takes_other: bool, by: User, at: datetime | None = None
) -> None:
    """The answer that stands stays, or the other one takes its place with all that follows.

    ``takes_other``: the clash's own value holds. What either answer called for was set in motion
    when it arrived; choosing takes nothing of it back. Raises RecordError when it is settled.
    """
    require(by, Permission.ANSWER_OWN, clash.patient)
    # The patient's row is the lock, as it is for every entry that arrives.
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=clash.patient_id)
    there = PhoneClash.objects.select_related("document").filter(pk=clash.pk).first()
    if there is None or there.settled_at or there.document.removed_at:
        raise RecordError(_("This has been settled already."))
    now = timezone.localtime(at or timezone.now())
    if takes_other:
        _take(patient, there, now, by)
    PhoneClash.objects.filter(pk=there.pk).update(settled_at=now)
    record(
        "phone.clash_settled", by=by, patient=patient, document=there.document_id,
        takes_other=takes_other,
    )  # fmt: skip


def _take(patient: Patient, clash: PhoneClash, now: datetime, by: User) -> None:
    """As if it was written now by somebody who has seen both."""
    document = clash.document
    value = as_value(clash.value)
    standing = document.fields.get(clash.field, {}).get("key", "")
    arrival = Arrival(
        key=uuid.uuid4(),
        kind=document.kind,
        name=document.name,
        device=CHOSEN,
        number=round(now.timestamp() * 1e6),
        given_at=now,
        values={clash.field: value},
        seen={clash.field: standing},
    )
    read = Read({clash.field: value})
    kind = kind_of(document.kind)
    times = Times(now, now, 0, 0)
    keep_in(kind, patient, arrival, times, read, document, by, said_before=True)
