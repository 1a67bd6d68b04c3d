"""The phones that take reminders: asked for by the person, ended when they are gone."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.sharing import choose
from openimt_clinic.audit.log import record
from openimt_clinic.phone_numbers import phone_number
from openimt_clinic.pushing.endpoint import checked_endpoint, checked_keys
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.push_address import AddressEnd, PushAddress
from openimt_clinic.records.sharing_choice import Shares, SharingChoice
from openimt_clinic.records.user import User

MOST_PHONES = phone_number("reminders.phones")
"""Each message goes to all of them, so that many addresses would hold everybody's reminders up."""


@dataclass(frozen=True)
class Subscription:
    """What a browser hands out when it agrees to take messages."""

    endpoint: str
    p256dh: str
    auth: str
    device: str = ""


@action
def take_reminders_here(
    *, patient: Patient, subscription: Subscription, by: User, at: datetime | None = None
) -> PushAddress:
    """This phone takes reminders from now on: the person has agreed, on this very phone."""
    require(by, Permission.ANSWER_OWN, patient)
    now = at or timezone.now()
    endpoint = checked_endpoint(subscription.endpoint)
    checked_keys(subscription.p256dh, subscription.auth)
    open_ones = PushAddress.objects.filter(patient=patient, ended_at__isnull=True)
    if subscription.device:
        open_ones.filter(device=subscription.device).exclude(endpoint=endpoint).update(
            ended_at=now, why=AddressEnd.REPLACED.value, seen_at=now
        )
    # A phone that somebody else signed in on before is theirs no more, and nobody needs to know.
    PushAddress.objects.filter(endpoint=endpoint, ended_at__isnull=True).exclude(
        patient=patient
    ).update(ended_at=now, why=AddressEnd.REPLACED.value)
    PushAddress.objects.filter(patient=patient, ended_at__isnull=False, seen_at=None).update(
        seen_at=now
    )
    kept, _ = PushAddress.objects.update_or_create(
        patient=patient,
        endpoint=endpoint,
        ended_at=None,
        defaults={
            "clinic_id": patient.clinic_id,
            "device": subscription.device[:36],
            "p256dh": subscription.p256dh,
            "auth": subscription.auth,
        },
        create_defaults={
            "clinic_id": patient.clinic_id,
            "device": subscription.device[:36],
            "p256dh": subscription.p256dh,
            "auth": subscription.auth,
            "since": now,
        },
    )
    _end_the_oldest(patient, now)
    if not has_agreed(patient, Shares.PUSH):
        choose(patient=patient, what=Shares.PUSH, agreed=True, by=by)
    record("push.begun", by=by, patient=patient, address=kept.pk)
    return kept


def _end_the_oldest(patient: Patient, now: datetime) -> None:
    """The person is told of each that ended, as of any other that gets no reminders any more."""
    latest = PushAddress.objects.filter(patient=patient, ended_at__isnull=True).order_by("-since")
    too_many = list(latest.values_list("pk", flat=True)[MOST_PHONES:])
    PushAddress.objects.filter(pk__in=too_many).update(ended_at=now, why=AddressEnd.REPLACED.value)


@action
def end_reminders_here(
    *, patient: Patient, by: User, address: PushAddress | None = None, at: datetime | None = None
) -> int:
    """One phone, or every one, takes no more reminders; returns how many ended."""
    require(by, Permission.ANSWER_OWN, patient)
    rows = PushAddress.objects.filter(patient=patient, ended_at__isnull=True)
    rows = rows.filter(pk=address.pk) if address else rows
    now = at or timezone.now()
    ended = rows.update(ended_at=now, why=AddressEnd.PERSON.value, seen_at=now)
    still = PushAddress.objects.filter(patient=patient, ended_at__isnull=True).exists()
    if not still and has_agreed(patient, Shares.PUSH):
        choose(patient=patient, what=Shares.PUSH, agreed=False, by=by)
    record("push.ended", by=by, patient=patient, number=ended)
    return ended


@action
def end_address(*, address: PushAddress, why: AddressEnd, at: datetime, by: None = None) -> None:
    """The push service says that there is no such phone any more; the person is told."""
    PushAddress.objects.filter(pk=address.pk, ended_at__isnull=True).update(
        ended_at=at, why=why.value
    )
    record("push.gone", by=by, patient=address.patient, address=address.pk, why=why.value)


@action
def see_ended_address(*, patient: Patient, by: User, at: datetime | None = None) -> int:
    """The person has read that a phone gets no reminders any more."""
    require(by, Permission.ANSWER_OWN, patient)
    rows = PushAddress.objects.filter(patient=patient, ended_at__isnull=False, seen_at=None)
    seen = rows.update(seen_at=at or timezone.now())
    record("push.end_seen", by=by, patient=patient, number=seen)
    return seen


def has_agreed(patient: Patient, what: Shares) -> bool:
    """Whether the person's latest choice is yes; nothing chosen is no."""
    latest = SharingChoice.objects.filter(patient=patient, what=what.value).first()
    return latest is not None and latest.agreed
