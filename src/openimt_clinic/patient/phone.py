"""What the phone keeps for times without a net: plan, numbers, honest sentences, and which pages.

Whoever adds a page that must be there without a net adds its name to ``PAGES``.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.phone.devices import own_devices
from openimt_clinic.actions.safety_planning import current_safety_plan
from openimt_clinic.components.clinic_words import (
    InJson,
    Sentence,
    clinic_says,
    crisis_lines,
    in_json,
)
from openimt_clinic.components.plan_words import PlanView, plan_view
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.story.kept import never_kept
from openimt_clinic.patient.templatetags.patient import dialled
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient

PAGES: tuple[str | tuple[str, ...], ...] = (
    "patient:home",
    "patient:safety_plan",
    "patient:numbers",
    "patient:card",
    "patient:pause",
    "patient:moment",
    "patient:rehearsal",
    "patient:moments",
    "patient:skills",
    "patient:path",
    "patient:story",
    "patient:story_ground",
    ("patient:new_story", "line_point"),
    ("patient:new_story", "chapter"),
    ("patient:new_story", "scene"),
    "patient:me",
    "patient:on_this_phone",
)
"""Kept on the phone as soon as the person is signed in there.
A page with arguments is named with them."""

NOT_CHANGED = 304
FORGERY_HEADER = "X-CSRFToken"


@my_page
@require_safe
def phone_json(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The facts of the help panel; nothing is sent again to a phone that has them already.

    The header against forged requests is in every answer: the worker sees no cookies.
    """
    facts = phone_facts(patient, timezone.now())
    body = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    known = etag in request.headers.get("If-None-Match", "")
    answer = (
        HttpResponse(status=NOT_CHANGED)
        if known
        else HttpResponse(body, content_type="application/json")
    )
    answer.headers["ETag"] = etag
    answer.headers[FORGERY_HEADER] = get_token(request)
    return answer


def is_kept_by_phone(request: HttpRequest) -> bool:
    """Whether the phone fetches the page for later, and nobody looks at it now."""
    return request.headers.get("X-Phone") == "keeps"


@my_page
@require_safe
def on_this_phone(request: HttpRequest, patient: Patient) -> HttpResponse:
    """What waits on this phone; the phone fills it in, for the clinic does not know it."""
    return shown(request, "patient/on_this_phone.html", patient, here=ME)


def phone_facts(patient: Patient, now: datetime) -> dict[str, Any]:
    """Everything that the phone keeps, apart from the pages themselves."""
    return {
        "person": phone_person(patient),
        "language": get_language() or "en",
        "clinic": str(patient.clinic_id),
        "numbers": _numbers(patient.clinic),
        "says": [in_json(sentence) for sentence in says_of(patient.clinic)],
        "plan": _plan(plan_view(current_safety_plan(patient))),
        "of": timezone.localtime(now).date().isoformat(),
        "pages": kept_pages(),
        "drops": never_kept(patient),
        "devices": [str(one.pk) for one in own_devices(patient)],
    }


def phone_person(patient: Patient) -> str:
    """By what the phone tells people apart: a name that says nothing about anybody."""
    return str(patient.pk)


def kept_pages() -> list[str]:
    """The addresses that the phone keeps."""
    named = ((page,) if isinstance(page, str) else page for page in PAGES)
    return [reverse(name, args=args) for name, *args in named]


def says_of(clinic: Clinic) -> list[Sentence]:
    """Who reads, and, where nobody does at night, that nobody does."""
    names = ["who_reads"] if clinic.covered_out_of_hours else ["who_reads", "out_of_hours"]
    said = (clinic_says(clinic, name) for name in names)
    return [sentence for sentence in said if sentence]


def _numbers(clinic: Clinic) -> list[dict[str, InJson]]:
    label = clinic_says(clinic, "emergency_label")
    rows = [(label, clinic.emergency_number, "")]
    rows += [(line.name, line.number, line.hours) for line in crisis_lines(clinic)]
    return [
        {
            "name": in_json(name),
            "number": number,
            "hours": in_json(hours),
            "dial": dialled(number),
        }
        for name, number, hours in rows
    ]


def _plan(plan: PlanView | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    elements = [
        {
            "heading": element.heading,
            "lines": [
                {"says": line.says, "number": line.number, "dial": dialled(line.number)}
                for line in element.lines
            ],
        }
        for element in plan.elements
    ]
    return {"on": plan.on.isoformat(), "elements": elements}
