"""The page that answers a worrying answer: numbers, the plan, what happens now, then a question."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openimt.assess.instrument import Instrument, Item
from openimt.terms import Response
from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.safety_planning import current_safety_plan
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.patient.form import PatientForm, is_asked, patient_forms
from openimt_clinic.patient.happening import told_of, what_happens
from openimt_clinic.patient.keeping import Kept, keep_answers
from openimt_clinic.patient.questions import Question, question, read_answers
from openimt_clinic.patient.shell import shown
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.patient import Patient


@my_page
def response(request: HttpRequest, patient: Patient, answers_id: UUID) -> HttpResponse:
    """For one set of answers. What is asked here is kept at once, as in the form itself."""
    kept = get_object_or_404(AnswerSet, pk=answers_id, patient=patient)
    form = patient_forms().get(kept.instrument)
    if form is None:
        # Told on the phone, beside other things: there is no form to go back to.
        return _page(request, patient, None, kept, {}, {})
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: str(value) for name, value in request.POST.items()}
        values, errors = read_answers(typed, asked_now(form, kept))
        given = keep_answers(
            patient, form.instrument, values, key=kept.sent_key, by=standing_of(request).user
        )
        if not given.reached:
            return not_reached(request, patient, form, given)
        if not errors:
            return redirect(request.get_full_path())
    return _page(request, patient, form, kept, typed, errors)


def not_reached(
    request: HttpRequest, patient: Patient, form: PatientForm, given: Kept
) -> HttpResponse:
    """Nothing could be kept: the same page, which says so first and asks for a call."""
    return shown(
        request,
        "patient/response.html",
        patient,
        {
            "emergency": given.response is Response.EMERGENCY,
            "reached": False,
            "happens": (),
            "plan": None,
            "back": reverse("patient:form", args=[form.id]),
            "complete": False,
        },
        alone=True,
    )


def asked_now(form: PatientForm, kept: AnswerSet) -> tuple[Item, ...]:
    """What a worrying answer calls for asking and is open yet: a few gentle questions, no more."""
    if kept.state != AnswerState.DRAFT.value:
        return ()
    led_here = AlertCase.objects.filter(answer_set=kept).values_list("item", flat=True)
    asked = {one.id: one for item in led_here for one in form.asks_after.get(item, ())}
    open_yet = (item for item in asked.values() if item.id not in kept.answers)
    return tuple(item for item in open_yet if is_asked(item, kept.answers))


def _page(
    request: HttpRequest,
    patient: Patient,
    form: PatientForm | None,
    kept: AnswerSet,
    typed: dict[str, str],
    errors: dict[str, str],
) -> HttpResponse:
    case = _gravest(kept)
    emergency = case.response == Response.EMERGENCY.value
    asked = () if emergency or form is None else asked_now(form, kept)
    return shown(
        request,
        "patient/response.html",
        patient,
        {
            "emergency": emergency,
            "reached": True,
            "happens": what_happens(told_of(case), patient.clinic),
            "plan": plan_view(current_safety_plan(patient)),
            "questions": _questions(form.instrument, asked, kept, typed, errors) if form else (),
            "key": kept.sent_key,
            "form_id": form.id if form else "",
            "back": _back(request, form) if form else reverse("patient:home"),
            "complete": kept.state == AnswerState.COMPLETE.value,
            "asks_because": _("Only if you can. It helps us to help you."),
        },
        alone=True,
    )


def _questions(
    instrument: Instrument,
    asked: tuple[Item, ...],
    kept: AnswerSet,
    typed: dict[str, str],
    errors: dict[str, str],
) -> tuple[Question, ...]:
    language = get_language() or "en"
    return tuple(
        question(item, instrument, language, kept.answers, typed, errors) for item in asked
    )


def _gravest(kept: AnswerSet) -> AlertCase:
    cases = AlertCase.objects.filter(answer_set=kept).select_related(
        "owner", "second", "acknowledged_by"
    )
    found = sorted(cases, key=lambda case: (not case.open, -Response(case.response).urgency))
    if not found:
        raise Http404
    return found[0]


def _back(request: HttpRequest, form: PatientForm) -> str:
    """The page of the form where the person was, or, once it is sent, home."""
    page = request.GET.get("page", "")
    address = reverse("patient:form", args=[form.id])
    return f"{address}?page={page}" if page.isdecimal() and len(page) < 3 else address
