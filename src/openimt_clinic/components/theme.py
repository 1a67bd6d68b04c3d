"""Keeping the look that a person chose: a cookie on this device, nothing about the person."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from openimt_clinic.components.shell import LOOK_COOKIE, LOOKS

A_YEAR = 365 * 24 * 3600


@require_POST
def keep_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or (anything else) as the device wishes; then back to the page."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(_back(request))
    if chosen in LOOKS:
        response.set_cookie(
            LOOK_COOKIE,
            chosen,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(LOOK_COOKIE, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """The page the wish came from, if it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"
