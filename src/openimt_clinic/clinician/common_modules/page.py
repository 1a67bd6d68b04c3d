"""The common modules of one person, and the therapist's own answer to the monthly question."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openimt.assess.library import load
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.clinician.common_modules.known import known_of
from openimt_clinic.clinician.common_modules.view import common_view
from openimt_clinic.components.number_fields import WholeField
from openimt_clinic.records.mapping.ratings import WHERE_THERAPIST
from openimt_clinic.records.patient import Patient

ITEM = "where"


@patient_page()
@require_safe
def common(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Six rows; staff alone see them (clinical decision 5)."""
    item = load(WHERE_THERAPIST).item(ITEM)
    context = {
        "patient": patient,
        "view": common_view(patient, known_of(patient)),
        "asks": (item.says or {}).get("en", ""),
        "sent_key": str(uuid4()),
        "answers": list(enumerate((item.options or {}).get("en", ()))),
        "may_write": Permission.ASSESS in permissions_for(standing_of(request).user, patient),
    }
    return render(request, "clinician/common_modules/page.html", context)


class WhereForm(forms.Form):
    where = WholeField(min_value=0, max_value=4)
    sent_key = forms.CharField(max_length=64, required=False)


@patient_page(write=Permission.ASSESS)
@require_POST
def rate_where(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Keeps the therapist's own answer; it stands beside the person's, and is no state."""
    form = WhereForm(request.POST)
    if form.is_valid():
        send_answers(
            patient=patient,
            instrument=WHERE_THERAPIST,
            answers={ITEM: form.cleaned_data["where"]},
            by=standing_of(request).user,
            sent_key=form.cleaned_data["sent_key"],
        )
        messages.success(request, _("Kept: your side of where we are."))
    else:
        messages.error(request, _("Choose one of the five answers."))
    return redirect("clinician:common", patient.pk)
