"""A form on one page: every question of it, in sections, with what was given today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from openimt.assess.instrument import Item
from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.answering import MAY_BE_KEPT_BACK
from openimt_clinic.actions.phone.kinds.form import FORM, KEEP_BACK
from openimt_clinic.components.questions import Question, question
from openimt_clinic.patient.form import PatientForm, form_or_404
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.who_sees import who_sees
from openimt_clinic.patient.writing import writing
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Asked:
    """A question, and after which answers it is asked (``item:least`` words; empty = always)."""

    question: Question
    after: str


@my_page
@require_safe
def form(request: HttpRequest, patient: Patient, form_id: str) -> HttpResponse:
    """The form of today. Nothing is sent to this address: it is written as a document."""
    filled, language = form_or_404(form_id), get_language() or "en"
    today = timezone.now().astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    there = writing(patient, FORM, f"{form_id}:{today.isoformat()}")
    context = {
        "title": filled.title(language),
        "sections": sections(filled, there.values, language),
        "writing": there,
        "day_name": f"{form_id}:today",
        "done": there.values.get("done") is True,
        "may_keep_back": form_id in MAY_BE_KEPT_BACK,
        "keep_back": there.values.get(KEEP_BACK) is True,
        "who_sees": who_sees(form_id, patient),
        "after": reverse("patient:home"),
    }
    return shown(request, "patient/form.html", patient, context, alone=True)


def sections(
    filled: PatientForm, values: Mapping[str, Any], language: str
) -> tuple[tuple[Asked, ...], ...]:
    """The questions that stand together, in their order."""
    given = {name: v for name, v in values.items() if v is None or isinstance(v, int | float)}
    return tuple(
        tuple(
            Asked(question(item, filled.instrument, language, given, {}, {}), asked_after(item))
            for item in part
        )
        for part in filled.sections
    )


def asked_after(item: Item) -> str:
    """What the page's script reads."""
    return " ".join(f"{other}:{least:g}" for other, least in item.ask_if)
