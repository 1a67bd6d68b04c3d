"""The door of an alert case: the people around its person, whoever is on duty, and team leads."""

import functools
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.doors import SAFE, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.audit.log import READING, record
from openimt_clinic.records.alert_case import AlertCase

MAY_SEE = frozenset({Permission.READ_RECORD, Permission.ANSWER_ALERTS})
Page = Callable[..., HttpResponse]


def alert_page(view: Page) -> Page:
    """Opening it is logged as reading; sending anything needs the right to answer alerts."""

    @login_required
    @functools.wraps(view)
    def opened(request: HttpRequest, alert_id: UUID) -> HttpResponse:
        standing = standing_of(request)
        related = ("patient__clinic", "answer_set", "owner", "second", "acknowledged_by")
        alert = AlertCase.objects.filter(pk=alert_id).select_related(*related).first()
        if alert is None or not MAY_SEE & permissions_for(standing.user, alert.patient):
            raise Http404
        if request.method not in SAFE:
            require(standing.user, Permission.ANSWER_ALERTS, alert.patient)
        response = view(request, alert)
        if request.method in SAFE:
            record(READING, by=standing.user, patient=alert.patient, page="clinician:alert")
        return response

    return opened
