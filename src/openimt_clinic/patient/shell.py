"""What every page of the patient's side has: its tabs, and the safety plan in one touch."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openimt_clinic.components.clinic_face import icon_address
from openimt_clinic.components.places import Place
from openimt_clinic.patient.titles import title_of
from openimt_clinic.records.patient import Patient

TODAY, PATH, STORY, ME = "today", "path", "story", "me"


def shown(
    request: HttpRequest,
    template: str,
    patient: Patient,
    context: Mapping[str, object] | None = None,
    *,
    here: str = "",
    alone: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page; ``here`` names the tab it belongs to. ``alone``: without tabs, for one thing."""
    shell = {
        "person": patient,
        "page_title": title_of(request) or (context or {}).get("title", ""),
        "tabs": () if alone else _tabs(here),
        "icon": icon_address(patient.clinic),
        "safety_plan_url": reverse("patient:safety_plan"),
    }
    return render(request, template, {**shell, **(context or {})}, status=status)


def _tabs(here: str) -> tuple[Place, ...]:
    pages = (
        (TODAY, _("Today"), "patient:home"),
        (PATH, _("My path"), "patient:path"),
        (STORY, pgettext("a narrow tab", "My story"), "patient:story"),
        (ME, _("Me"), "patient:me"),
    )
    return tuple(Place(name, reverse(view), here == tab) for tab, name, view in pages)
