"""The secret address of a person's feed of appointments: it names the choice that allows it. A new
choice makes a new address."""

import uuid

from django.urls import reverse

from openimt_clinic.components.calendar_secret import Allowed, allowed_by, secret_for
from openimt_clinic.database.wall import inside
from openimt_clinic.records.mapping.sharing import latest_choice
from openimt_clinic.records.sharing_choice import Shares, SharingChoice

SORT = "openimt.calendar"


def feed_address(choice: SharingChoice) -> str:
    """Where the feed lies while this choice holds."""
    return reverse("calendar_feed", args=[secret_of(choice.clinic_id, choice.pk)])


def secret_of(clinic: uuid.UUID, choice: uuid.UUID) -> str:
    """The unguessable part of the address."""
    return secret_for(SORT, Allowed(clinic, choice))


def choice_of(secret: str) -> SharingChoice | None:
    """The choice behind an address, if it holds; None for an address that was ended or guessed."""
    allowed = allowed_by(SORT, secret)
    if allowed is None:
        return None
    with inside(clinic=allowed.clinic):
        asked = SharingChoice.objects.filter(pk=allowed.row, what=Shares.CALENDAR.value)
        found = asked.select_related("patient__clinic", "patient__account").first()
        if found is None or not found.agreed:
            return None
        holds = latest_choice(found.patient, Shares.CALENDAR)
    account = found.patient.account
    return found if holds == found and account is not None and account.is_active else None
