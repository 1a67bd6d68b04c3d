"""Beginning with what is there: a scene from a shared moment, a formulation from the profile."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from openimt.deliver.documents.document import Value
from openimt.formulate.pattern.plain import plain_needs
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.clinician.formulation.patterns import patterns
from openimt_clinic.clinician.writing.pages import address_of
from openimt_clinic.records.mapping.formulation import (
    EPISODE,
    FORMULATION,
    from_moment,
    latest_of,
)
from openimt_clinic.records.mapping.moments import MOMENT, every
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

MOST_NEEDS = 6
"""More than a page holds is no formulation but a list."""
AIMS = ("aim1_words", "aim2_words", "aim3_words", "aim4_words", "aim5_words")


@patient_page(write=Permission.DELIVER)
def take_moment(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """A scene that begins with a moment the person shares; taken twice it is the same scene."""
    moment = get_object_or_404(every(patient).filter(kind=MOMENT, shared=True), pk=document_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    taken = [row for row in latest_of(patient, EPISODE) if row.subject == str(moment.pk)]
    made = taken[0] if taken else open_document(
        patient=patient,
        kind=EPISODE,
        by=standing_of(request).user,
        about=moment.about,
        subject=str(moment.pk),
        values=from_moment(moment),
    )  # fmt: skip
    return redirect(address_of(made))


@patient_page(write=Permission.DELIVER)
@require_POST
def begin_formulation(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The formulation; a new one begins with needs, resources, aims and agreed schemas."""
    made = open_document(
        patient=patient,
        kind=FORMULATION,
        by=standing_of(request).user,
        values=starting(patient),
    )
    return redirect(address_of(made))


def starting(patient: Patient) -> dict[str, Value]:
    """What the records hold of it, in the person's language; both change it at once."""
    plan, catalogue = plan_in_force(patient)
    profile = profile_of(patient, timezone.localdate(), catalogue, plan)
    held = profile.resilience
    threshold = catalogue.settings["need_threshold"]
    values: dict[str, Value] = {
        "hard": plain_needs(profile.needs, threshold, MOST_NEEDS, patient.language),
        "strengths": (*held.strengths, *held.skills),
        "supports": (*held.supports, *held.roles),
        "goals": _aims(patient),
        "patterns": patterns(patient),
    }
    return {name: value for name, value in values.items() if value}


def _aims(patient: Patient) -> tuple[str, ...]:
    words = PhoneDocument.objects.filter(
        patient=patient, kind="target", name="words", removed_at__isnull=True
    ).first()
    held = words.values if words else {}
    return tuple(str(held[aim]) for aim in AIMS if held.get(aim))
