"""It went like this: a short answer about what was agreed in a session."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.components.document_words import HOW, REASONS
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.patient.writing import writing
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord


@my_page
@require_safe
def homework(request: HttpRequest, patient: Patient, session_id: UUID) -> HttpResponse:
    """The question, with what was answered before."""
    session = get_object_or_404(
        SessionRecord.objects.exclude(homework=""), pk=session_id, patient=patient
    )
    context = {
        "said": session.homework,
        "held": session.held_at,
        "writing": writing(patient, "homework", str(session.pk)),
        "how": HOW,
        "reasons": REASONS,
        "who": who_treats(patient),
        "after": reverse("patient:home"),
    }
    return shown(request, "patient/own/homework.html", patient, context, alone=True)
