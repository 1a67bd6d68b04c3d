"""After a form was sent: thanks, and what becomes of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.patient.form import form_or_404
from openimt_clinic.patient.happening import told_of
from openimt_clinic.patient.keeping import LEADS_TO_HELP
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.who_sees import who_sees
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.patient import Patient


@my_page
@require_safe
def sent(request: HttpRequest, patient: Patient, answers_id: UUID) -> HttpResponse:
    """One form that was sent. An answer that is asked about says so here; one that calls for more
    leads to the page that helps."""
    kept = get_object_or_404(
        AnswerSet, pk=answers_id, patient=patient, state=AnswerState.COMPLETE.value
    )
    form = form_or_404(kept.instrument)
    told = [told_of(case) for case in _cases(kept)]
    if any(one.response.urgency >= LEADS_TO_HELP for one in told):
        return redirect("patient:response", answers_id=kept.pk)
    return shown(
        request,
        "patient/sent.html",
        patient,
        {
            "asks": told[0] if told else None,
            "kept_back": not kept.shared,
            "who_sees": who_sees(form.id, patient) if kept.shared else "",
            "clinic_says": patient.clinic.who_reads if told else "",
        },
    )


def _cases(kept: AnswerSet) -> list[AlertCase]:
    related = ("owner", "second", "acknowledged_by")
    return list(AlertCase.objects.filter(answer_set=kept).select_related(*related))
