"""The papers about a person: begun, signed, printed, and where they went."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.care.kinds.letter import PURPOSES
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.papers import note_sent
from openimt_clinic.clinician.fields import DayField
from openimt_clinic.clinician.papers.beginnings import letter_values
from openimt_clinic.clinician.papers.report import report_values
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.pages import address_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.care import written_about
from openimt_clinic.records.mapping.catalogues import running_plan
from openimt_clinic.records.paper_sent import COURSE_REPORT, LETTER, PAPERS, PaperSent, SentBy
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out

WAYS = (
    (SentBy.POST.value, gettext_lazy("by post")),
    (SentBy.BY_HAND.value, gettext_lazy("by hand")),
    (SentBy.FAX.value, gettext_lazy("by fax")),
    (SentBy.SECURE_MAIL.value, gettext_lazy("by encrypted mail")),
    (SentBy.OTHER.value, gettext_lazy("another way")),
)
MOST = 100


class SentForm(forms.Form):
    """Where a signed paper went."""

    to_whom = forms.CharField(label=gettext_lazy("To whom"), max_length=200)
    way = forms.ChoiceField(label=gettext_lazy("How"), choices=WAYS)
    on = DayField(label=gettext_lazy("On"), past=True, initial=timezone.localdate)


@patient_page()
@require_safe
def papers(request: HttpRequest, patient: Patient) -> HttpResponse:
    """All of them, and the way to begin each."""
    user = standing_of(request).user
    listed = list(written_about(patient, PAPERS, user).order_by("-about", "-made_at")[:MOST])
    sent: dict[UUID, list[PaperSent]] = {}
    for row in PaperSent.objects.filter(patient=patient).select_related("by"):
        sent.setdefault(row.document_id, []).append(row)
    purposes = dict(PURPOSES)
    context = {
        "patient": patient,
        "papers": [
            {
                "row": one,
                "says": purposes.get(str(one.values.get("purpose")), _("Report of the course")),
                "to": str(one.values.get("to") or "").partition("\n")[0],
                "sent": [(row, dict(WAYS)[row.way]) for row in sent.get(one.pk, ())],
                "url": address_of(one),
            }
            for one in listed
        ],
        "purposes": PURPOSES,
        "has_plan": running_plan(patient) is not None,
        "may_write": Permission.DELIVER in permissions_for(user, patient),
    }
    return render(request, "clinician/papers/papers.html", context)


@patient_page(write=Permission.DELIVER)
def begin(request: HttpRequest, patient: Patient, kind: str, purpose: str) -> HttpResponse:
    """A draft with what the record knows, and on to its page; one draft a purpose."""
    purpose = purpose.replace("-", "_")
    if kind not in PAPERS or (kind == LETTER and purpose not in dict(PURPOSES)):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = standing_of(request).user
    report = kind == COURSE_REPORT
    values = report_values(patient, by) if report else letter_values(patient, purpose, by)
    made = open_document(
        patient=patient, kind=kind, subject=kind if report else purpose, values=values, by=by
    )
    return redirect(address_of(made))


@patient_page(write=Permission.DELIVER)
def sent(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """A signed paper went out."""
    user = standing_of(request).user
    one = _paper(patient, document_id, request)
    first = str(one.values.get("to") or "").partition("\n")[0]
    form = SentForm(request.POST or None, initial={"to_whom": first})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if carried_out(form, lambda: note_sent(document=one, by=user, **given)) is not None:
            messages.success(request, _("Written down. Nothing is sent from here."))
            return redirect("clinician:papers", patient.pk)
    context = {"patient": patient, "paper": one, "form": form, "url": address_of(one)}
    return render(request, "clinician/papers/sent.html", context)


def _paper(patient: Patient, document_id: UUID, request: HttpRequest) -> CareDocument:
    one = document_or_404(patient, document_id, standing_of(request).user)
    if one.kind not in PAPERS:
        raise Http404
    return one
