"""The catalogue a plan stands on: its modules to read, and moving the plan to the current one."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openimt.catalogue.catalogue import Catalogue
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.catalogue_moving import move_plan
from openimt_clinic.clinician.module_view import module_view
from openimt_clinic.clinician.move_view import MoveView, move_view
from openimt_clinic.clinician.reviewing import module_review
from openimt_clinic.components.parts import ReasonView, why
from openimt_clinic.records.mapping.catalogues import (
    current_ground,
    ground_for,
    ground_of,
    label,
    running_plan,
)
from openimt_clinic.records.mapping.planned import planned
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from openimt_clinic.refusals import carried_out


@dataclass(frozen=True)
class GroundNote:
    """That a running plan stands on an earlier catalogue, or on one that cannot be read now."""

    stands_on: str
    is_here: str
    unreadable: str


def ground_note(patient: Patient) -> GroundNote | None:
    """What the plan page says of the plan in force; None while it stands on the current one."""
    running, current = running_plan(patient), current_ground(patient.clinic)
    if running is None or current.version is None or running.made_with_id == current.version.pk:
        return None
    stands_on = label(running.made_with) if running.made_with else running.catalogue
    return GroundNote(stands_on, label(current.version), ground_of(running).unreadable)


@patient_page(write=Permission.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The plan before and after, on the same facts of today. Sent: it is moved."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by, seen = standing_of(request).user, request.POST.get("seen", "")
        today = timezone.localdate()
        moved = carried_out(form, lambda: move_plan(patient=patient, on=today, seen=seen, by=by))
        if moved is not None:
            messages.success(request, _("The plan is moved; it is the plan in force now."))
            return redirect("clinician:plan", patient.pk)
    may = permissions_for(standing_of(request).user, patient)
    shown = {
        "patient": patient,
        "view": _view(patient),
        "form": form,
        "may_write": Permission.PLAN in may,
    }
    return render(request, "clinician/move_plan.html", shown)


def _view(patient: Patient) -> MoveView | None:
    running, current = running_plan(patient), current_ground(patient.clinic)
    if running is None or current.version is None or running.made_with_id == current.version.pk:
        return None
    today = timezone.localdate()
    before = planned(patient, today, ground_of(running))
    after = planned(patient, today, current)
    stands_on = label(running.made_with) if running.made_with else running.catalogue
    return move_view(before, after, (stands_on, label(current.version)))


@patient_page()
@require_safe
def plan_module(request: HttpRequest, patient: Patient, module: str) -> HttpResponse:
    """One module as this person's plan knows it; to a script's question only the reasons."""
    ground = ground_for(patient)
    known = ground.catalogue
    if module not in known.modules:
        raise Http404
    placed, reasons = _why(patient, module, known)
    if getattr(request, "htmx", False):
        return render(request, "components/reasons.html", {"why": reasons})
    view = module_view(known.module(module), known)
    version = label(ground.version) if ground.version else known.version
    shown = {
        "patient": patient,
        "view": view,
        "module": view.module,
        "version": version,
        "why": reasons,
        "placed": placed,
        **module_review(standing_of(request), ground, module),
    }
    return render(request, "clinician/plan_module_page.html", shown)


def _why(
    patient: Patient, module: str, catalogue: Catalogue
) -> tuple[bool, tuple[ReasonView, ...]]:
    """Whether the plan in force, else the open proposal, has the module, and why it does or not."""
    states = [PlanState.ADOPTED.value, PlanState.PROPOSED.value]
    version = (
        PlanVersion.objects.filter(patient=patient, state__in=states).order_by("state").first()
    )
    if version is None:
        return False, ()
    plan = plan_of(version)
    placed = plan.placement(module)
    left = next((out for out in plan.left_out if out.module == module), None)
    found = placed or left
    return placed is not None, why(found.reasons, catalogue.references) if found else ()
