"""The safety plan: one touch from every page, and written in the person's own words."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt.terms import SafetyPlanState
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.safety_planning import (
    current_safety_plan,
    open_safety_plan,
)
from openimt_clinic.components.plan_form import PlanForm
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.components.plan_written import plan_written
from openimt_clinic.patient.phone import is_kept_by_phone
from openimt_clinic.patient.shell import shown
from openimt_clinic.records.mapping.sharing import agreed
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.sharing_choice import Shares
from openimt_clinic.refusals import UNPROCESSABLE

KEPT = "kept"


@my_page
@require_safe
def safety_plan(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The numbers first, then the plan; what was agreed instead where there is none."""
    plan = _opened(request, patient)
    latest = SafetyPlan.objects.filter(patient=patient).first()
    instead = latest.said if latest and latest.state == SafetyPlanState.REPLACED.value else ""
    earlier = SafetyPlan.objects.filter(patient=patient, state=SafetyPlanState.MADE.value)
    view = plan_view(plan)
    context = {
        "plan": view,
        "agreed": instead,
        "earlier": [plan_view(one) for one in earlier[1:10]],
        "copies": PlanHolder.objects.filter(patient=patient, taken_back_on__isnull=True),
        "safety_plan_url": "",
        "on_paper": True,
        "shown_as": _mark(request, patient),
    }
    return shown(request, "patient/safety_plan.html", patient, context)


def _mark(request: HttpRequest, patient: Patient) -> str:
    """By a mark that was there before the phone knows a page that it kept, and tells that it was
    opened; empty where nobody is to be told."""
    if not agreed(patient, Shares.PLAN_OPENED):
        return ""
    return KEPT if is_kept_by_phone(request) else uuid4().hex


def _opened(request: HttpRequest, patient: Patient) -> SafetyPlan | None:
    """Only a person opens it; a phone that keeps the page for later does not."""
    if is_kept_by_phone(request):
        return current_safety_plan(patient)
    return open_safety_plan(patient=patient, by=standing_of(request).user)


@my_page
def edit_safety_plan(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The person's own words; each change is a new version, and the earlier one stays."""
    plan = current_safety_plan(patient)
    form = PlanForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        again = plan_written(request, form, patient, clinic_day(patient.clinic, timezone.now()))
        if again is None:
            return redirect("patient:safety_plan")
        form = again
    status = UNPROCESSABLE if form.beside else 200
    page = "patient/edit_safety_plan.html"
    return shown(request, page, patient, {"form": form}, alone=True, status=status)
