"""One filled form: each answer, what was made of them, and what was said when it came."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.assess.instrument import Instrument, Item
from openimt.assess.library import load
from openimt_clinic.access.doors import patient_page
from openimt_clinic.clinician.answers_form import item_label
from openimt_clinic.clinician.measure_view import Set, late_about, measure_card
from openimt_clinic.components.numbers import said
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.mapping.about import day_of, given_day
from openimt_clinic.records.mapping.scores import scores_of
from openimt_clinic.records.patient import Patient

Lines = list[tuple[str, str]]


@patient_page()
@require_safe
def answer_set(request: HttpRequest, patient: Patient, answers_id: UUID) -> HttpResponse:
    """The form as it was answered; one that the person keeps to themselves is not here."""
    kept = get_object_or_404(
        AnswerSet.objects.select_related("given_by"),
        pk=answers_id, patient=patient, shared=True, state=AnswerState.COMPLETE.value,
    )  # fmt: skip
    shape = load(kept.instrument)
    scores = scores_of(kept)
    brought = kept.source == AnswerSource.IMPORT.value
    one = Set(kept.pk, day_of(kept), scores, brought, tuple(kept.warnings))
    language = translation.get_language() or "en"
    return render(
        request,
        "clinician/answers.html",
        {
            "patient": patient,
            "kept": kept,
            "about": late_about(day_of(kept), given_day(kept)),
            "brought": brought,
            "cards": (measure_card(shape, [one]),),
            "shape": shape,
            "lines": answer_lines(shape, kept.answers, language),
            "calls": [worry.says for worry in scores.safety],
        },
    )


def answer_lines(shape: Instrument, answers: dict[str, float | None], language: str) -> Lines:
    """Each item with its answer in words."""
    return [
        (item_label(item, number, language), _answer(item, answers.get(item.id), language))
        for number, item in enumerate(shape.items, start=1)
    ]


def _answer(item: Item, value: float | None, language: str) -> str:
    if value is None:
        return _("not answered")
    words = (item.options or {}).get(language) or (item.options or {}).get("en")
    return words[int(value - item.lowest)] if words else said(value)
