"""A person decides who is told, who may read, and how they are reached."""

from django.utils import timezone

from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.sent_again import in_turn
from openimt_clinic.audit.log import record
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.sharing_choice import Shares, SharingChoice
from openimt_clinic.records.user import User


@action
def choose(*, patient: Patient, what: Shares, agreed: bool, by: User) -> SharingChoice:
    """Keeps the choice beside the earlier ones; only the person themselves decides.

    To agree to the calendar again makes a new address, and the one before is none any more.
    """
    require(by, Permission.ANSWER_OWN, patient)
    in_turn(patient)
    there = SharingChoice.objects.filter(patient=patient, what=what.value).first()
    if there is not None and there.agreed == agreed and what is not Shares.CALENDAR:
        record("sharing.chosen_again", by=by, patient=patient, what=what.value, agreed=agreed)
        return there
    choice = SharingChoice.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        what=what.value,
        agreed=agreed,
        by=by,
        since=timezone.now(),
    )
    record("sharing.chosen", by=by, patient=patient, what=what.value, agreed=agreed)
    return choice


@action
def take_own_copy(*, patient: Patient, by: User) -> None:
    """The person takes a copy of all that is kept about them; that it was taken is kept."""
    require(by, Permission.READ_OWN, patient)
    record("own_copy.taken", by=by, patient=patient)
