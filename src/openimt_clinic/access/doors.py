"""The doors of pages: who may come in is said once, beside the page's name.

>>> @patient_page(write=Permission.PLAN)  # doctest: +SKIP
... def plan(request, patient): ...
"""

import functools
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.audit.log import READING, record
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.patient import Patient

View = Callable[..., HttpResponse]
SAFE = ("GET", "HEAD")
OK = 200
NAMED = Asked(lambda: Patient.objects.filter(pk=Given("patient")).select_related("clinic"))
OWN = Asked(lambda: Patient.objects.filter(account=Given("user")).select_related("clinic"))


def standing_of(request: HttpRequest) -> Standing:
    """The user's standing; a user of no clinic finds no page."""
    standing: Standing | None = getattr(request, "standing", None)
    if standing is None:
        raise Http404
    return standing


def patient_page(
    *, write: Permission | None = None, read: Permission = Permission.READ_RECORD
) -> Callable[[View], View]:
    """A page about the patient of the address (``patient_id``), passed on as a record.

    Opening it needs ``read`` and is logged; sending anything needs ``write``, or is refused.
    """

    def door(view: View) -> View:
        @login_required
        @functools.wraps(view)
        def opened(
            request: HttpRequest, patient_id: UUID, *args: object, **named: object
        ) -> HttpResponse:
            standing = standing_of(request)
            patient = NAMED.first(patient=patient_id)
            if patient is None:
                raise Http404
            require(standing.user, read, patient)
            if request.method not in SAFE:
                if write is None:
                    return HttpResponseNotAllowed(SAFE)
                require(standing.user, write, patient)
            response = view(request, patient, *args, **named)
            if request.method in SAFE and response.status_code == OK:
                _note_reading(request, standing, patient)
            return response

        return opened

    return door


def _note_reading(request: HttpRequest, standing: Standing, patient: Patient) -> None:
    page = request.resolver_match.view_name if request.resolver_match else ""
    record(READING, by=standing.user, patient=patient, page=page)


def my_page(view: View) -> View:
    """A page of the signed-in patient about themselves; nobody else finds it."""

    @login_required
    @functools.wraps(view)
    def opened(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        standing = standing_of(request)
        mine = OWN.first(user=standing.user.pk)
        if mine is None:
            raise Http404
        require(standing.user, Permission.READ_OWN, mine)
        response = view(request, mine, *args, **named)
        # The phone keeps a page for its own person alone, and no page that says nothing of it.
        response.headers["X-Phone-Person"] = str(mine.pk)
        return response

    return opened


def clinic_page(permission: Permission) -> Callable[[View], View]:
    """A page about the clinic as a whole, such as the caseload or the roster.

    Who has no such permission is told that there is no such page.
    """

    def door(view: View) -> View:
        @login_required
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
            standing = standing_of(request)
            if not standing.may(permission):
                raise Http404
            return view(request, standing, *args, **named)

        return opened

    return door
