"""Accounts are made by the clinic; nobody signs up by themselves. A new password ends whatever an
old one has opened.
"""

from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from openimt_clinic.access.own_phone import own_phone_of
from openimt_clinic.access.standing import MEMBERSHIPS
from openimt_clinic.actions.phone.devices import end_devices
from openimt_clinic.database.wall import inside
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


class InvitedOnly(DefaultAccountAdapter):
    """Signing in, yes; signing up, no."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        # A mail for an address nobody knows would invite to sign up; here there is none to send.
        if template_prefix.endswith("unknown_account"):
            return
        super().send_mail(template_prefix, email, context)

    def set_password(self, user: User, password: str) -> None:
        """Other sign-ins end with the old password by themselves; the keys of phones end here."""
        here = own_phone_of(self.request) if self.request.user == user else None
        with transaction.atomic():
            super().set_password(user, password)
            ended = _end_phones(user, here)
        if ended:
            messages.info(self.request, _all_ended() if here is None else _others_ended())


def _end_phones(user: User, but: UUID | None) -> int:
    """Whoever has forgotten the password stands in no clinic yet, so each of theirs is asked."""
    with inside(user=user.pk) as move:
        ended = 0
        for membership in MEMBERSHIPS.all(user=user.pk):
            move(membership.clinic_id, user.pk)
            for mine in Patient.objects.filter(account=user).select_related("clinic"):
                ended += end_devices(patient=mine, but=but, by=user)
    return ended


def _all_ended() -> str:
    return _(
        "No phone is called your own any more. Is this phone yours? Then call it your own again."
    )


def _others_ended() -> str:
    return _("Only this phone is still called your own. All others have ended.")
