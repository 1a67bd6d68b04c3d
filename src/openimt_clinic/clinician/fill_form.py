"""Filling in a form for a patient. A worrying answer acts when given, before the form is sent."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt.assess.instrument import Instrument
from openimt.assess.library import known, load
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.answering import MAY_BE_KEPT_BACK, Given, answer_given, send_answers
from openimt_clinic.clinician.answers_form import AnswersForm, acting_items, conditions
from openimt_clinic.components.open_case import case_row, open_case
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import UNPROCESSABLE, carried_out


@patient_page(write=Permission.ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def fill_form(request: HttpRequest, patient: Patient, instrument: str) -> HttpResponse:
    """The form; sent, it is scored and kept, and the page with what to do next opens."""
    shape = _instrument(instrument)
    language = translation.get_language() or "en"
    form = AnswersForm(shape, language, request.POST or None, initial=_begun(patient, instrument))
    if request.method == "POST" and form.is_valid():
        given = carried_out(form, lambda: _send(request, patient, form))
        if given is not None:
            messages.success(request, _sent_says(given))
            return redirect("clinician:assessment", patient.pk)
    return render(
        request,
        "clinician/fill_form.html",
        {
            "patient": patient,
            "instrument": shape,
            "title": (shape.title or {}).get(language) or shape.name,
            "form": form,
            "acting": " ".join(sorted(acting_items(shape))),
            "conditions": conditions(shape),
        },
    )


@patient_page(write=Permission.ASSESS)
def give_answer(request: HttpRequest, patient: Patient, instrument: str) -> HttpResponse:
    """One answer of an open form: kept and acted on at once; says what was set in motion."""
    shape = _instrument(instrument)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = AnswersForm(shape, "en", request.POST)
    item = request.POST.get("item", "")
    if item not in acting_items(shape):
        raise Http404
    form.full_clean()
    if item in form.errors:
        says = " ".join(str(error) for error in form.errors[item])
        return HttpResponse(says, status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    given = answer_given(
        patient=patient,
        instrument=instrument,
        item=item,
        value=form.cleaned_data[item],
        by=standing_of(request).user,
        sent_key=request.POST.get("sent_key", "")[:64],
    )
    now = timezone.now()
    rows = [case_row(open_case(case, patient), now) for case in given.alerts if case.open]
    return render(request, "clinician/answer_acts.html", {"rows": rows, "here": True})


def _instrument(name: str) -> Instrument:
    if name not in known() or name in MAY_BE_KEPT_BACK:
        raise Http404
    return load(name)


def _begun(patient: Patient, instrument: str) -> dict[str, object]:
    """The answers of a form that was begun."""
    draft = AnswerSet.objects.filter(
        patient=patient, instrument=instrument, state=AnswerState.DRAFT.value
    ).first()
    return dict(draft.answers) if draft else {}


def _send(request: HttpRequest, patient: Patient, form: AnswersForm) -> Given:
    return send_answers(
        patient=patient,
        instrument=form.instrument.id,
        answers=form.answers(),
        by=standing_of(request).user,
        sent_key=form.cleaned_data["sent_key"],
        given_at=form.given_at(ZoneInfo(patient.clinic.time_zone)),
    )


def _sent_says(given: Given) -> str:
    if given.alerts:
        return _("The form is kept. An answer needs somebody now: see the open case.")
    return _("The form is kept.")
