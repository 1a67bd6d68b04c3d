"""The door of a referral's page: who takes people in, and after that who treats the person."""

import functools
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from openimt_clinic.access.care import require
from openimt_clinic.access.doors import SAFE, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.audit.log import READING, record
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.user import User

Page = Callable[..., HttpResponse]


def referral_page(view: Page) -> Page:
    """Until somebody is taken in, whoever takes people in works here; from then on the referral is
    part of the record. Opening it is logged."""

    @login_required
    @functools.wraps(view)
    def opened(request: HttpRequest, referral_id: UUID) -> HttpResponse:
        standing = standing_of(request)
        if not standing.may(Permission.ENROL):
            raise Http404
        rows = Referral.objects.filter(pk=referral_id, clinic=standing.clinic)
        referral = rows.select_related("patient__clinic", "clinic").first()
        if referral is None:
            raise Http404
        if referral.patient is not None:
            require(standing.user, Permission.READ_RECORD, referral.patient)
        response = view(request, referral)
        if request.method in SAFE:
            _note(referral, standing.user)
        return response

    return opened


def _note(referral: Referral, user: User) -> None:
    if referral.patient is not None:
        record(READING, by=user, patient=referral.patient, page="clinician:referral")
    else:
        record("referral.read", by=user, clinic=referral.clinic, referral=referral.pk)
