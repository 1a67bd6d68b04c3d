"""It went like this: a short answer about what was agreed in a session."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.patient.writing import writing
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

Words = tuple[tuple[str, str | Promise], ...]

HOW: Words = (
    ("all", _("I did it")),
    ("partly", _("A part of it")),
    ("in_the_way", _("Something got in the way")),
)
REASONS: Words = (
    ("too_big", _("It was too big")),
    ("shame", _("I felt ashamed")),
    ("crisis", _("The days were too hard")),
    ("forgotten", _("I forgot")),
    ("other", _("Something else")),
)


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
