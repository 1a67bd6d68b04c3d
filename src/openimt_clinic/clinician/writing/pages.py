"""The list of a kind, the way to begin one, and the page on which one is written and read."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openimt.errors import OpenIMTError
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.care.kind import CareKind
from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign, standing
from openimt_clinic.actions.care.writing import Kept, write
from openimt_clinic.clinician.writing.faces import shown
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.form import form_of
from openimt_clinic.clinician.writing.typed import changes, refuse_unread, writing_of
from openimt_clinic.components.paging import page_number, page_view
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.care import written_about
from openimt_clinic.records.patient import Patient

UNPROCESSABLE = 422
A_PAGE = 50


@patient_page()
@require_safe
def documents(request: HttpRequest, patient: Patient, kind: str) -> HttpResponse:
    """All of a kind about the person, drafts first."""
    sort = _known(kind)
    user = standing_of(request).user
    require(user, sort.reads, patient)
    listed = written_about(patient, [kind], user).order_by("-state", "-about", "-made_at")
    total = listed.count()
    number = page_number(request.GET.get("page", "1"), A_PAGE, total)
    context = {
        "patient": patient,
        "kind": sort,
        "documents": listed[(number - 1) * A_PAGE : number * A_PAGE],
        "page": page_view(number, A_PAGE, total, {}),
        "may_write": sort.permission in permissions_for(user, patient),
    }
    return render(request, "clinician/writing/list.html", context)


@patient_page(write=Permission.READ_RECORD)
def begin(request: HttpRequest, patient: Patient, kind: str) -> HttpResponse:
    """The draft to write in, and on to its page. What it would be about has to be there."""
    sort = _known(kind)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    appointment, subject = None, request.POST.get("subject", "")
    if subject and not sort.about(patient, subject):
        raise Http404
    if sort.with_appointment or request.POST.get("appointment"):
        wanted = _uuid(request.POST.get("appointment", ""))
        appointment = get_object_or_404(Appointment, pk=wanted, patient=patient)
    made = open_document(
        patient=patient,
        kind=kind,
        by=standing_of(request).user,
        subject=subject,
        appointment=appointment,
    )
    return redirect(address_of(made))


@patient_page(write=Permission.READ_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """Written in while it is a draft, read once it is signed."""
    user = standing_of(request).user
    one = document_or_404(patient, document_id, user)
    if request.method == "POST":
        require(user, KINDS[one.kind].permission, patient)
        return sent(request, one)
    if KINDS[one.kind].page != "clinician:document":
        return redirect(address_of(one))
    return shown(request, form_of(one, user))


def sent(request: HttpRequest, one: CareDocument) -> HttpResponse:
    """A plain form, without script: what changed is kept; then it is signed, if that was pressed.

    What cannot be kept stays in the form, with its sentence.
    """
    user = standing_of(request).user
    fields = KINDS[one.kind].fields(one.patient, one)
    changed = changes(one, fields, request.POST)
    errors: dict[str, str] = {}
    typed: Mapping[str, object] = changed
    try:
        if changed:
            number = round(timezone.now().timestamp() * 1000)
            kept = write(
                document=one, writing=writing_of(request.POST, changed, number, user), by=user
            )
            one, errors = kept.document, errors_of(kept)
            typed = {name: changed[name] for name in kept.refused}
        if not errors and request.POST.get("do") == "sign":
            refuse_unread(one, fields, request.POST)
            sign(document=one, by=user, seen=standing(one))
            messages.success(request, _("Signed."))
            return redirect(address_of(one))
    except OpenIMTError as refusal:
        field = refusal.field or ""
        errors = {field: refusal.says} if field else {}
        form = form_of(_again(one), user, errors, typed)
        return shown(request, form, str(refusal.says), UNPROCESSABLE)
    if errors:
        return shown(request, form_of(one, user, errors, typed), status=UNPROCESSABLE)
    messages.success(request, _("Kept as a draft."))
    return redirect(address_of(one))


def address_of(one: CareDocument) -> str:
    """The page of a document: its kind's own, or the common one."""
    return reverse(KINDS[one.kind].page, args=[one.patient_id, one.pk])


def errors_of(kept: Kept) -> dict[str, str]:
    """What was not kept, by field: refused, or written by somebody else meanwhile."""
    waiting = {
        name: _("%(who)s wrote something else here meanwhile. Choose which holds.")
        % {"who": theirs.who or _("Somebody")}
        for name, theirs in kept.clashes.items()
    }
    return {**waiting, **kept.refused}


def _again(one: CareDocument) -> CareDocument:
    again = CareDocument.objects.select_related("author", "signed_by").get(pk=one.pk)
    again.patient = one.patient
    return again


def _known(kind: str) -> CareKind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _uuid(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise Http404 from None
