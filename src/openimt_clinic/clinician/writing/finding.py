"""Finding a care document for a page; what is not the reader's is not there."""

import functools
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.care.opening import kind_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.care import visible
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

Sent = Callable[..., HttpResponse]


def document_or_404(patient: Patient, document_id: UUID, user: User) -> CareDocument:
    """The document, with its patient known; raises Http404 for what is not the reader's, and
    PermissionDenied for what the person shares no longer."""
    found = visible(user).filter(patient=patient, pk=document_id)
    document = found.select_related("author", "signed_by", "appointment").first()
    if document is None:
        raise Http404
    document.patient = patient
    sort = kind_of(document.kind)
    if sort.reads not in permissions_for(user, patient):
        raise Http404
    if not sort.open_now(document):
        raise PermissionDenied(_("The person shares what this is about no longer."))
    return document


def sent_to_document(view: Sent) -> Sent:
    """A page that only takes what is sent to a document, passed on as a record with its writer."""

    @patient_page(write=Permission.READ_RECORD)
    @functools.wraps(view)
    def taken(
        request: HttpRequest, patient: Patient, document_id: UUID, **named: object
    ) -> HttpResponse:
        user = standing_of(request).user
        one = document_or_404(patient, document_id, user)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        require(user, kind_of(one.kind).permission, patient)
        return view(request, one, user, **named)

    return taken
