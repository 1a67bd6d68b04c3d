"""The secret address of a person's feed of appointments.

It names the choice that allows it, and a code that only this clinic's server can make. Nothing of
it is kept: a copy of the database opens no feed. A new choice makes a new address.
"""

import uuid

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from openimt_clinic.database.wall import inside
from openimt_clinic.records.mapping.sharing import latest_choice
from openimt_clinic.records.sharing_choice import Shares, SharingChoice

SALT = "openimt.calendar"
CODE = 40


def feed_address(choice: SharingChoice) -> str:
    """Where the feed lies while this choice holds."""
    return reverse("calendar_feed", args=[secret_of(choice.clinic_id, choice.pk)])


def secret_of(clinic: uuid.UUID, choice: uuid.UUID) -> str:
    """The unguessable part of the address."""
    return f"{clinic.hex}{choice.hex}{_code(clinic, choice)}"


def choice_of(secret: str) -> SharingChoice | None:
    """The choice behind an address, if it holds; None for an address that was ended or guessed."""
    try:
        clinic, choice = uuid.UUID(secret[:32]), uuid.UUID(secret[32:64])
    except ValueError:
        return None
    if not constant_time_compare(secret[64:], _code(clinic, choice)):
        return None
    with inside(clinic=clinic):
        asked = SharingChoice.objects.filter(pk=choice, what=Shares.CALENDAR.value)
        found = asked.select_related("patient__clinic", "patient__account").first()
        if found is None or not found.agreed:
            return None
        holds = latest_choice(found.patient, Shares.CALENDAR)
    account = found.patient.account
    return found if holds == found and account is not None and account.is_active else None


def _code(clinic: uuid.UUID, choice: uuid.UUID) -> str:
    made = salted_hmac(SALT, f"{clinic.hex}.{choice.hex}", algorithm="sha256")
    return made.hexdigest()[:CODE]
