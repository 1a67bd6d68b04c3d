"""Accounts are made by the clinic: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Signing in, yes; signing up, no."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        # A mail for an address nobody knows would invite to sign up; here there is none to send.
        if template_prefix.endswith("unknown_account"):
            return
        super().send_mail(template_prefix, email, context)
