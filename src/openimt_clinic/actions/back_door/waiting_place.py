"""Whose course ends before it has begun waits no more; after a mistake the person waits again."""

from datetime import datetime

from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral, ReferralState
from openimt_clinic.records.user import User


def wait_no_more(patient: Patient, by: User, now: datetime) -> None:
    """The referral is taken off the list without a day on which a course started."""
    Referral.objects.filter(patient=patient, state=ReferralState.WAITING.value).update(
        state=ReferralState.STARTED.value, changed_by=by, changed_at=now
    )


def wait_again(patient: Patient, since: datetime) -> bool:
    """Whether there was a place in the list that ended at this moment; the person has it again,
    unless they wait under another referral by now."""
    rows = Referral.objects.filter(patient=patient)
    if rows.filter(state=ReferralState.WAITING.value).exists():
        return False
    ended = rows.filter(
        state=ReferralState.STARTED.value, started_on__isnull=True, changed_at=since
    )
    return bool(ended.update(state=ReferralState.WAITING.value))
