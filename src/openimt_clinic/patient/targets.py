"""My aims: in the person's own words, and once a week how near they feel, in words."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.phone.kinds.target import AIMS, WORDS
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.writing import writing
from openimt_clinic.records.patient import Patient

NEAR: tuple[tuple[int, str | Promise], ...] = (
    (0, _("Far away")),
    (3, _("A first bit of the way")),
    (5, _("Half way")),
    (8, _("Close")),
    (10, _("I am there")),
)
"""The words of the page for answers from 0 to 10, which the instrument scores."""


@my_page
@require_safe
def targets(request: HttpRequest, patient: Patient) -> HttpResponse:
    """How near each aim feels this week; what was said the week before stands beside it."""
    words = writing(patient, "target", WORDS)
    monday = _monday(patient)
    now = writing(patient, "target", monday.isoformat())
    before = writing(patient, "target", (monday - timedelta(days=7)).isoformat()).values
    context = {
        "aims": [
            (aim, words.values[f"{aim}_words"], near(before.get(aim)), now.values.get(aim))
            for aim in AIMS
            if words.values.get(f"{aim}_words")
        ],
        "near": NEAR,
        "writing": now,
        "after": reverse("patient:home"),
    }
    return shown(request, "patient/own/targets.html", patient, context, here=ME)


@my_page
@require_safe
def target_words(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The aims themselves."""
    written = writing(patient, "target", WORDS)
    fields = [(f"{aim}_words", written.values.get(f"{aim}_words") or "") for aim in AIMS]
    context = {"writing": written, "fields": fields, "after": reverse("patient:targets")}
    return shown(request, "patient/own/target_words.html", patient, context, alone=True)


def near(value: Any) -> str:
    """The word for an answer: that of the nearest number the page offers."""
    if value is None:
        return ""
    return str(min(NEAR, key=lambda row: abs(row[0] - float(value)))[1])


def _monday(patient: Patient) -> date:
    today = timezone.now().astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    return today - timedelta(days=today.weekday())
