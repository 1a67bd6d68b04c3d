"""Errors raised on purpose become sentences; everything else is a bug and is shown as one."""

from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm, UUIDField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from openimt.errors import OpenIMTError
from openimt_clinic.last_numbers import remembered

T = TypeVar("T")
UNPROCESSABLE = 422


def carried_out(form: BaseForm, act: Callable[[], T], *, beside: str | None = None) -> T | None:
    """Do it; a refusal is put beside its field, and what was typed stays in the form.

    ``beside``: the field for refusals that name none of the form's, such as that of a file.
    """
    try:
        return act()
    except OpenIMTError as refusal:
        own = refusal.field if refusal.field in form.fields and not refusal.file else None
        form.add_error(own or beside, refusal.says if own else str(refusal))
        _new_keys(form)
        return None


def _new_keys(form: BaseForm) -> None:
    """What was refused has made nothing: sent again it is another form, with a key of its own."""
    keys = [
        form.add_prefix(name)
        for name, field in form.fields.items()
        if name == "key" or isinstance(field, UUIDField)
    ]
    if keys:
        data: Any = copy(form.data)
        data.update({key: str(uuid4()) for key in keys})
        form.data = data


class RefusalMiddleware:
    """A refusal that no form caught: a page with its sentence, and the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OpenIMTError):
            return None
        shown = {"says": str(error), "typed": _typed(request)}
        return render(request, "refusals/refused.html", shown, status=UNPROCESSABLE)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: you may read, but not do this."""
    says = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "refusals/forbidden.html", {"says": says}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: the same page for what is not there and for what is not yours."""
    return render(request, "refusals/not_found.html", status=404)


NOT_TYPED = {"csrfmiddlewaretoken", "key", "seen", "leads_to", "next", "boxes"}
"""What pages send of themselves."""


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A page from before somebody signed in or out anew: nothing was done; sentences that were
    typed are shown, so that they can be taken along. Never a password."""
    came_from = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    context = {"typed": _typed(request), "again": came_from if here else "/"}
    return render(request, "refusals/stale.html", context, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """The sentences that were sent, to be taken along; never a password."""
    return [
        text
        for name, texts in request.POST.lists()
        for text in texts
        if name not in NOT_TYPED and "password" not in name and " " in text.strip()
    ]


def broken(_request: HttpRequest) -> HttpResponse:
    """500: our mistake. The page needs neither the database nor the session."""
    page = render_to_string("refusals/broken.html", {"clinics": remembered()})
    return HttpResponse(page, status=500)
