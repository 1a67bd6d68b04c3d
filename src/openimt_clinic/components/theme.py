"""Keeping the look and the hand that a person chose: cookies on this device, nothing about them."""

from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from openimt_clinic.components.shell import HAND_COOKIE, HANDS, LOOK_COOKIE, LOOKS

A_YEAR = 365 * 24 * 3600


@require_POST
def keep_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, dark by night, or (anything else) as the device wishes; then back."""
    return _kept(request, LOOK_COOKIE, request.POST.get("theme", ""), LOOKS)


@require_POST
def keep_hand(request: HttpRequest) -> HttpResponse:
    """The left thumb, or (anything else) either; then back to the page."""
    return _kept(request, HAND_COOKIE, request.POST.get("hand", ""), HANDS)


def _kept(request: HttpRequest, cookie: str, chosen: str, known: Collection[str]) -> HttpResponse:
    response = HttpResponseRedirect(_back(request))
    if chosen in known:
        response.set_cookie(
            cookie,
            chosen,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(cookie, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """The page the wish came from, if it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"
