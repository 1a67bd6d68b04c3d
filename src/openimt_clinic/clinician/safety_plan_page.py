"""The safety plan on the clinician's side: written together, offered, declined, reviewed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openimt.terms import SafetyPlanState
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.safety_planning import (
    NEWER,
    current_safety_plan,
    decline_safety_plan,
    give_plan_copy,
    offer_safety_plan,
    rehearse_safety_plan,
    replace_safety_plan,
    review_safety_plan,
    take_back_plan_copy,
)
from openimt_clinic.clinician.head_view import safety_plan_says
from openimt_clinic.clinician.safety.forms import BackForm, CopyForm, RehearsedForm
from openimt_clinic.clinician.safety.plan_view import standing_of_plan, version_lines
from openimt_clinic.components.day_fields import DayField
from openimt_clinic.components.plan_form import PlanForm
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.components.plan_written import plan_written
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.safety_plan import plan_paper
from openimt_clinic.records.mapping.endings import died_on
from openimt_clinic.records.mapping.safety import latest_review
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.user import User
from openimt_clinic.refusals import UNPROCESSABLE, carried_out

USUAL_REVIEW = timedelta(days=30)
Acts = dict[str, Callable[[], Any]]
WITH_PLAN = {"review", "rehearse", "copy"}
"""What is said of one version of a plan: of the one that was on the page."""


class ReviewForm(forms.Form):
    """The plan was looked at together; the day for the next time."""

    next_review = DayField(label=_("Look at it again on"))


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

    next_review = DayField(label=_("Look at it again on"))


@patient_page(write=Permission.KEEP_SAFE)
def safety_plan(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The plan as it stands, its versions, who holds it, and what can be done with it."""
    plan, today = current_safety_plan(patient), _today(patient)
    read = _read(request, patient)
    stands = standing_of_plan(patient, plan, today)
    asked = _forms(request, patient, plan, today, stands.latest)
    if request.method == "POST" and _done(request, patient, read, asked):
        return redirect("clinician:safety_plan", patient.pk)
    latest = SafetyPlan.objects.filter(patient=patient).select_related("by").first()
    context = {
        "patient": patient,
        "plan": plan_view(plan),
        "record": plan,
        "latest": latest,
        "stands": _stands(latest, today),
        "standing_plan": stands,
        "versions": version_lines(patient),
        "may_write": _may_write(request, patient) and died_on(patient) is None,
        **{f"{name}_form": form for name, form in asked.items()},
    }
    return render(request, "clinician/safety_plan.html", context)


@patient_page()
def safety_plan_paper(request: HttpRequest, patient: Patient) -> HttpResponse:  # noqa: ARG001
    """The plan on one page, in large type, to carry or to give to somebody."""
    plan = current_safety_plan(patient)
    if plan is None or plan_view(plan) is None:
        raise Http404
    return as_pdf(plan_paper(plan, patient), "safety-plan", str(plan.number))


@patient_page(write=Permission.KEEP_SAFE)
def write_safety_plan(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Written side by side with the person: a new version, looked at together today."""
    plan, today = current_safety_plan(patient), _today(patient)
    initial = {"next_review": min(today + USUAL_REVIEW, latest_review(patient, today))}
    sent = request.POST if request.method == "POST" else None
    form = WriteForm(sent, plan=plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        again = plan_written(request, form, patient, today)
        if again is None:
            return redirect("clinician:safety_plan", patient.pk)
        form = again
    context = {"patient": patient, "form": form, "may_write": _may_write(request, patient)}
    status = UNPROCESSABLE if form.beside else 200
    return render(request, "clinician/write_safety_plan.html", context, status=status)


def _read(request: HttpRequest, patient: Patient) -> SafetyPlan | None:
    """The version that was on the page from which something was sent."""
    number = request.POST.get("seen", "")
    if not re.fullmatch(r"[0-9]{1,9}", number):
        return None
    return SafetyPlan.objects.filter(patient=patient, number=number).first()


def _forms(
    request: HttpRequest, patient: Patient, plan: SafetyPlan | None, today: date, latest: date
) -> dict[str, forms.Form]:
    """Every form of the page; the one that was sent holds what was typed."""
    do = request.POST.get("do", "")

    def sent(*names: str) -> Any:
        return request.POST if do in names else None

    next_review = min(today + USUAL_REVIEW, latest)
    held = PlanHolder.objects.filter(patient=patient, taken_back_on__isnull=True)
    return {
        "review": ReviewForm(sent("review"), initial={"next_review": next_review}),
        "said": SaidForm(sent("decline", "replace")),
        "rehearse": RehearsedForm(sent("rehearse"), prefix="rehearse"),
        "copy": CopyForm(sent("copy"), plan=plan, prefix="copy"),
        "back": BackForm(sent("back"), holders=list(held), prefix="back"),
    }


def _done(
    request: HttpRequest,
    patient: Patient,
    plan: SafetyPlan | None,
    asked: dict[str, forms.Form],
) -> bool:
    """Whether what was asked for was done; a refusal stands in its form."""
    do, by, today = request.POST.get("do", ""), standing_of(request).user, _today(patient)
    if do == "offer":
        offer_safety_plan(patient=patient, on=today, by=by)
        return True
    form = asked["said"] if do in {"decline", "replace"} else asked.get(do)
    if form is None or not form.is_valid():
        return False
    if do in WITH_PLAN and plan is None:
        form.add_error(None, NEWER)
        return False
    given = form.cleaned_data
    acts: Acts = {
        "decline": lambda: decline_safety_plan(
            patient=patient, said_=given["said"], on=today, by=by
        ),
        "replace": lambda: replace_safety_plan(
            patient=patient, agreed=given["said"], on=today, by=by
        ),
        "back": lambda: take_back_plan_copy(
            holder=asked["back"].holders[given["holder"]],  # type: ignore[attr-defined]
            on=given["on"],
            by=by,
        ),
        **(_with_plan(plan, given, today, by) if plan is not None else {}),
    }
    return do in acts and carried_out(form, acts[do]) is not None


def _with_plan(plan: SafetyPlan, given: dict[str, Any], today: date, by: User) -> Acts:
    """What can be done only with a plan that was made."""
    return {
        "review": lambda: review_safety_plan(
            plan=plan, on=today, by=by, next_review=given["next_review"]
        ),
        "rehearse": lambda: rehearse_safety_plan(plan=plan, on=given["on"], by=by),
        "copy": lambda: give_plan_copy(
            plan=plan, name=given["name"], named=given["named"], on=given["on"], by=by
        ),
    }


def _stands(latest: SafetyPlan | None, today: date) -> str:
    if latest is None:
        return safety_plan_says(None, None, today)
    looked_at = latest.reviewed_on or latest.on
    return safety_plan_says(SafetyPlanState(latest.state), looked_at, today)


def _today(patient: Patient) -> date:
    return clinic_day(patient.clinic, timezone.now())


def _may_write(request: HttpRequest, patient: Patient) -> bool:
    return Permission.KEEP_SAFE in permissions_for(standing_of(request).user, patient)
