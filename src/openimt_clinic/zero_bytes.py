"""A zero byte says nothing, and the database keeps none: it is taken out before a page reads."""

from collections.abc import Callable
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.request import RawPostDataException

ZERO = "\x00"
SMALL = 64 * 1024
"""Bytes of a body; what is larger brings files, and is read once."""


class ZeroBytes:
    """Leaves zero bytes out of what a page is asked and sent. An address with one leads nowhere.

    A password is left as it was typed: its form refuses it. A body that is no form is read by its
    own strict reader, and one that a phone sends without a page's token only there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _named: object
    ) -> None:
        """Before the page reads, after the page's token was looked at."""
        if ZERO in request.path_info:
            raise Http404
        request.GET = _without(request.GET)  # type: ignore[assignment]
        if not getattr(view, "csrf_exempt", False):
            _keep_small(request)
            request.POST = _without(request.POST)  # type: ignore[assignment]


def _keep_small(request: HttpRequest) -> None:
    """A page may want the body as it came: once a form was read from it, it would be gone."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) <= SMALL:
        with suppress(RawPostDataException):
            request.body  # noqa: B018


def _without(sent: QueryDict) -> QueryDict:
    if not any(ZERO in text for name, texts in sent.lists() for text in (name, *texts)):
        return sent
    kept = QueryDict(mutable=True, encoding=sent.encoding)
    for name, texts in sent.lists():
        bare = texts if "password" in name else [text.replace(ZERO, "") for text in texts]
        for text in bare:
            kept.appendlist(name.replace(ZERO, ""), text)
    return kept
