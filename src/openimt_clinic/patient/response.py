"""The page that answers a worrying answer: numbers, the plan, what happens now, then a question."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.assess.instrument import Item
from openimt.assess.library import load
from openimt.terms import Response
from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.phone.kinds.form import FORM, instrument_of
from openimt_clinic.actions.safety_planning import current_safety_plan
from openimt_clinic.components.happening import told_of, what_happens
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.components.questions import Question, is_asked, question
from openimt_clinic.patient.form import asked_after
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.writing import Writing, written
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.mapping.cards import DIARY
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


@dataclass(frozen=True)
class More:
    """What may still be asked: the document it goes into, and a few gentle questions."""

    writing: Writing
    questions: tuple[Question, ...]


@my_page
@require_safe
def response(request: HttpRequest, patient: Patient, answers_id: UUID) -> HttpResponse:
    """For one set of answers. What is asked here is written into the document it came from."""
    kept = get_object_or_404(AnswerSet, pk=answers_id, patient=patient)
    case = _gravest(kept)
    emergency = case.response == Response.EMERGENCY.value
    document = PhoneDocument.objects.filter(
        patient=patient, answer_set=kept, removed_at__isnull=True
    ).first()
    context = {
        "emergency": emergency,
        "reached": True,
        "happens": what_happens(told_of(case), patient.clinic),
        "plan": plan_view(current_safety_plan(patient)),
        "more": None if emergency or document is None else _more(kept, document),
        "here": request.path,
        "back": _back(document),
        "complete": document is None or document.values.get("done") is True,
        "asks_because": _("Only if you can. It helps us to help you."),
    }
    return shown(request, "patient/response.html", patient, context, alone=True)


def asked_now(kept: AnswerSet) -> tuple[Item, ...]:
    """What a worrying answer calls for asking and is open yet: a few gentle questions, no more."""
    led_here = AlertCase.objects.filter(answer_set=kept, closed_at__isnull=True)
    by_item = asked_after(kept.instrument)
    asked = {
        one.id: one
        for item in led_here.values_list("item", flat=True)
        for one in by_item.get(item, ())
    }
    open_yet = (item for item in asked.values() if item.id not in kept.answers)
    return tuple(item for item in open_yet if is_asked(item, kept.answers))


def _more(kept: AnswerSet, document: PhoneDocument) -> More | None:
    language, instrument = get_language() or "en", load(kept.instrument)
    asked = tuple(
        question(item, instrument, language, kept.answers, {}, {}) for item in asked_now(kept)
    )
    return More(written(document), asked) if asked else None


def _gravest(kept: AnswerSet) -> AlertCase:
    cases = AlertCase.objects.filter(answer_set=kept).select_related(
        "owner", "second", "acknowledged_by"
    )
    found = sorted(cases, key=lambda case: (not case.open, -Response(case.response).urgency))
    if not found:
        raise Http404
    return found[0]


def _back(document: PhoneDocument | None) -> str:
    """Where the person was: the form, or the card of the day."""
    if document is not None and document.kind == DIARY:
        return reverse("patient:card")
    if document is not None and document.kind == FORM:
        return reverse("patient:form", args=[instrument_of(document.name)])
    return reverse("patient:home")
