"""The safety plan on the clinician's side: written together, offered, declined, reviewed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openimt.terms import SafetyPlanState
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.safety_planning import (
    current_safety_plan,
    decline_safety_plan,
    make_safety_plan,
    offer_safety_plan,
    replace_safety_plan,
    review_safety_plan,
)
from openimt_clinic.clinician.head_view import safety_plan_says
from openimt_clinic.components.plan_form import PlanForm
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.refusals import carried_out

USUAL_REVIEW = timedelta(days=30)


class ReviewForm(forms.Form):
    """The plan was looked at together; the day for the next time."""

    next_review = forms.DateField(
        label=_("Look at it again on"), widget=forms.DateInput(attrs={"type": "date"})
    )


class SaidForm(forms.Form):
    """What the person said, or what was agreed instead."""

    said = forms.CharField(
        label=_("In the person's words, or what was agreed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )


class WriteForm(PlanForm):
    """The plan's own words, and the day to look at it again."""

    next_review = forms.DateField(
        label=_("Look at it again on"), widget=forms.DateInput(attrs={"type": "date"})
    )


@patient_page(write=Permission.KEEP_SAFE)
def safety_plan(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The plan as it stands, its versions, and what can be done with it."""
    do, today = request.POST.get("do", ""), _today(patient)
    plan = current_safety_plan(patient)
    review = {"next_review": today + USUAL_REVIEW}
    review_form = ReviewForm(request.POST if do == "review" else None, initial=review)
    said_form = SaidForm(request.POST if do in {"decline", "replace"} else None)
    if request.method == "POST" and _done(request, patient, plan, review_form, said_form):
        return redirect("clinician:safety_plan", patient.pk)
    latest = SafetyPlan.objects.filter(patient=patient).select_related("by").first()
    context = {
        "patient": patient,
        "plan": plan_view(plan),
        "record": plan,
        "latest": latest,
        "stands": _stands(latest, today),
        "overdue": bool(plan and plan.next_review and plan.next_review <= today),
        "versions": SafetyPlan.objects.filter(patient=patient).select_related("by")[:20],
        "review_form": review_form,
        "said_form": said_form,
        "may_write": _may_write(request, patient),
    }
    return render(request, "clinician/safety_plan.html", context)


@patient_page(write=Permission.KEEP_SAFE)
def write_safety_plan(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Written side by side with the person: a new version, looked at together today."""
    plan, today = current_safety_plan(patient), _today(patient)
    initial = {"next_review": today + USUAL_REVIEW}
    sent = request.POST if request.method == "POST" else None
    form = WriteForm(sent, plan=plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = carried_out(
            form,
            lambda: make_safety_plan(
                patient=patient,
                elements=form.elements(),
                on=today,
                by=standing_of(request).user,
                next_review=form.cleaned_data["next_review"],
            ),
        )
        if done is not None:
            return redirect("clinician:safety_plan", patient.pk)
    context = {"patient": patient, "form": form, "may_write": _may_write(request, patient)}
    return render(request, "clinician/write_safety_plan.html", context)


def _done(
    request: HttpRequest,
    patient: Patient,
    plan: SafetyPlan | None,
    review_form: ReviewForm,
    said_form: SaidForm,
) -> bool:
    """Whether what was asked for was done; a refusal stands in its form."""
    do, by, today = request.POST.get("do", ""), standing_of(request).user, _today(patient)
    if do == "offer":
        offer_safety_plan(patient=patient, on=today, by=by)
        return True
    form: forms.Form = review_form if do == "review" else said_form
    if not form.is_valid():
        return False
    given = form.cleaned_data
    acts: dict[str, Callable[[], Any]] = {
        "decline": lambda: decline_safety_plan(
            patient=patient, said_=given["said"], on=today, by=by
        ),
        "replace": lambda: replace_safety_plan(
            patient=patient, agreed=given["said"], on=today, by=by
        ),
    }
    if plan is not None:
        acts["review"] = lambda: review_safety_plan(
            plan=plan, on=today, by=by, next_review=given["next_review"]
        )
    return do in acts and carried_out(form, acts[do]) is not None


def _stands(latest: SafetyPlan | None, today: date) -> str:
    if latest is None:
        return safety_plan_says(None, None, today)
    looked_at = latest.reviewed_on or latest.on
    return safety_plan_says(SafetyPlanState(latest.state), looked_at, today)


def _today(patient: Patient) -> date:
    return timezone.now().astimezone(ZoneInfo(patient.clinic.time_zone)).date()


def _may_write(request: HttpRequest, patient: Patient) -> bool:
    return Permission.KEEP_SAFE in permissions_for(standing_of(request).user, patient)
