"""Safety of one person on one page: facts apart, alerts and contacts, the plan, who is on duty."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt.terms import SafetyPlanState
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.contacting import note_contact, set_reach
from openimt_clinic.actions.safety_planning import current_safety_plan
from openimt_clinic.clinician.alert_forms import came_of_it
from openimt_clinic.clinician.contact_words import contact_says
from openimt_clinic.clinician.head_view import safety_plan_says
from openimt_clinic.clinician.open_cases import cases_of
from openimt_clinic.clinician.safety.duty import duty_now
from openimt_clinic.clinician.safety.facts import facts_of, judged_of
from openimt_clinic.clinician.safety.forms import NoteForm, ReachForm
from openimt_clinic.clinician.safety.plan_view import standing_of_plan
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

MOST_LINES, MOST_CASES = 30, 10


@dataclass(frozen=True)
class ContactRow:
    """One line of the log; ``alert``: the case it belongs to."""

    at: datetime
    who: str
    says: str
    alert: object


@patient_page(write=Permission.ANSWER_ALERTS)
@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Everything about the person's safety; a contact is noted here, with or without an alert."""
    do, now, today = request.POST.get("do", ""), timezone.now(), timezone.localdate()
    held = Reach.objects.filter(patient=patient).select_related("by").first()
    note = NoteForm(request.POST if do == "contact" else None)
    reach = ReachForm(request.POST if do == "reach" else None, held=held)
    if request.method == "POST" and _done(request, patient, {"contact": note, "reach": reach}):
        return _after(request, patient)
    plan = current_safety_plan(patient)
    allowed = permissions_for(standing_of(request).user, patient)
    context = {
        "patient": patient,
        "cases": cases_of(patient, now),
        "facts": facts_of(patient),
        "judged": judged_of(patient, today),
        "plan": plan,
        "plan_says": _plan_says(patient, today),
        "plan_stands": standing_of_plan(patient, plan, today),
        "duty": duty_now(patient.clinic, now, patient),
        "contacts": _contacts(patient),
        "closed": _closed(patient),
        "reach": held,
        "note_form": note,
        "reach_form": reach,
        "may_write": Permission.KEEP_SAFE in allowed,
        "may_note": Permission.ANSWER_ALERTS in allowed,
        "may_assess": Permission.ASSESS in allowed,
    }
    return render(request, "clinician/safety/page.html", context)


def _done(request: HttpRequest, patient: Patient, asked: dict[str, forms.Form]) -> bool:
    """Whether what was asked for was done; a refusal stands in its form."""
    by, form = standing_of(request).user, asked.get(request.POST.get("do", ""))
    if form is None or not form.is_valid():
        return False
    act = _note if isinstance(form, NoteForm) else _reach
    if carried_out(form, act(form, patient, by)) is None:
        return False
    messages.success(request, _("Written down."))
    return True


def _note(form: Any, patient: Patient, by: User) -> Callable[[], object]:
    given = form.cleaned_data
    return lambda: note_contact(
        patient=patient,
        way=ContactWay(given["way"]),
        reached=given["reached"],
        came_of_it=came_of_it(given),
        at=given["at"],
        key=given["key"],
        by=by,
    )


def _reach(form: Any, patient: Patient, by: User) -> Callable[[], object]:
    given = form.cleaned_data
    return lambda: set_reach(
        patient=patient,
        number=given["number"],
        number_says=given["number_says"],
        near=form.near(),
        key=given["key"],
        by=by,
    )


def _after(request: HttpRequest, patient: Patient) -> HttpResponse:
    """To the page; whoever was there for this contact alone, on duty, goes on with the list."""
    if Permission.READ_RECORD in permissions_for(standing_of(request).user, patient):
        return redirect("clinician:safety", patient.pk)
    return redirect("clinician:alerts")


def _contacts(patient: Patient) -> list[ContactRow]:
    """The newest lines."""
    rows = ContactLine.objects.filter(patient=patient).select_related("by").order_by("-at")
    found = list(rows[:MOST_LINES])
    return [ContactRow(o.at, o.by.name, contact_says(o), o.alert_id) for o in found]


def _plan_says(patient: Patient, today: Any) -> str:
    latest = SafetyPlan.objects.filter(patient=patient).first()
    if latest is None:
        return safety_plan_says(None, None, today)
    return safety_plan_says(SafetyPlanState(latest.state), latest.reviewed_on or latest.on, today)


def _closed(patient: Patient) -> list[AlertCase]:
    rows = AlertCase.objects.filter(patient=patient, closed_at__isnull=False)
    return list(rows.select_related("closed_by").order_by("-closed_at")[:MOST_CASES])
