"""Me: who sees what, what was sent, the language and the look, and the way out."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from openimt.assess.library import load
from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.phone.kinds.diary import INSTRUMENT as DAY
from openimt_clinic.patient.form import in_language, patient_forms
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.patient import Patient

LATEST = 10


@dataclass(frozen=True)
class Sent:
    """A form that was sent, by its name; ``kept_back``: the team does not see it."""

    title: str
    at: datetime
    kept_back: bool


@my_page
@require_safe
def me(request: HttpRequest, patient: Patient) -> HttpResponse:
    relations = CareRelation.objects.filter(patient=patient, until__isnull=True)
    rows = relations.select_related("user").order_by("-kind", "since")
    people = [(one.user.name, one.kind == CareKind.TREATING.value) for one in rows]
    context = {"people": people, "who": who_treats(patient), "sent": _sent(patient)}
    return shown(request, "patient/me.html", patient, context, here=ME)


def _sent(patient: Patient) -> list[Sent]:
    language = get_language() or "en"
    rows = AnswerSet.objects.filter(
        patient=patient, state=AnswerState.COMPLETE.value, instrument__in=[DAY, *patient_forms()]
    )
    return [
        Sent(in_language(load(row.instrument).title, language), row.given_at, not row.shared)
        for row in rows.only("instrument", "given_at", "shared")[:LATEST]
    ]
