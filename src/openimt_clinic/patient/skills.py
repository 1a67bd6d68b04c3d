"""What helps me: the skills learned so far and those of one's own, favourites first."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.safety_planning import current_safety_plan
from openimt_clinic.components.document_words import HELPED, READS, YES_NO
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.skills_view import skill_of, skills_of
from openimt_clinic.patient.writing import writing
from openimt_clinic.records.patient import Patient


@my_page
@require_safe
def skills(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The whole list on one page, so that it can be read without a net."""
    plan = current_safety_plan(patient)
    context = {"skills": skills_of(patient), "ways": plan.own_ways if plan else []}
    return shown(request, "patient/own/skills.html", patient, context, here=ME)


@my_page
@require_safe
def skill(request: HttpRequest, patient: Patient, name: str) -> HttpResponse:
    """One skill: what it is, how it helped, whether it is a favourite."""
    found = skill_of(patient, name)
    if found is None:
        raise Http404
    return _page(request, patient, name, {"skill": found})


@my_page
@require_safe
def new_skill(request: HttpRequest, patient: Patient) -> HttpResponse:
    """A skill of one's own."""
    return _page(request, patient, "", {"skill": None})


def _page(
    request: HttpRequest, patient: Patient, name: str, context: dict[str, object]
) -> HttpResponse:
    there = writing(patient, "skill", name)
    more = {
        # Each time is answered anew, so the last answer does not stand there already.
        "writing": replace(there, values={k: v for k, v in there.values.items() if k != "helped"}),
        "favourite": str(there.values.get("favourite", "")).lower(),
        "yes_no": YES_NO,
        "reads": READS,
        "fresh": not name,
        "own": not name or _is_own(name),
        "helped": HELPED,
        "after": reverse("patient:skills"),
    }
    return shown(request, "patient/own/skill.html", patient, {**context, **more}, alone=True)


def _is_own(name: str) -> bool:
    """Skills of one's own are named by the page, those of the path by their module."""
    try:
        UUID(name)
    except ValueError:
        return False
    return True
