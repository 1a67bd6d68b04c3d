"""From a record to the page that says what begins now, while somebody waits for their therapy."""

from uuid import UUID

from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral, ReferralState


def waits_at(patient: Patient, standing: Standing) -> UUID | None:
    """The referral under which the person waits; None where nobody waits, or its page is not for
    whoever asks."""
    if patient.ended_on is not None or not standing.may(Permission.ENROL):
        return None
    rows = Referral.objects.filter(patient=patient, state=ReferralState.WAITING.value)
    return rows.order_by("-referred_on").values_list("pk", flat=True).first()
