"""The page on which a document is shown: that of its kind, or the common one; refused or not.

A kind with a page of its own says here how it is drawn, so that a refusal of any route stands on
the page that was written on, beside its field, with what was typed.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openimt_clinic.clinician.writing.form import DocumentForm
from openimt_clinic.clinician.writing.history import history_of

Face = Callable[[HttpRequest, DocumentForm, str, int], HttpResponse]
_FACES: dict[str, Face] = {}


def face(page: str) -> Callable[[Face], Face]:
    """The function that draws the page of this name."""

    def kept(draws: Face) -> Face:
        _FACES[page] = draws
        return draws

    return kept


def shown(
    request: HttpRequest, form: DocumentForm, says: str = "", status: int = 200
) -> HttpResponse:
    """A document on its page. ``says``: why it could not be kept."""
    return _FACES.get(form.kind.page, common)(request, form, says, status)


def common(request: HttpRequest, form: DocumentForm, says: str, status: int) -> HttpResponse:
    """The page that draws any kind's fields one below the other."""
    context = {
        "patient": form.document.patient,
        "form": form,
        "says": says,
        "history": history_of(form.document),
    }
    return render(request, "clinician/writing/document.html", context, status=status)
