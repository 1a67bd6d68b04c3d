"""The plan: look at the proposal or an earlier version, decide, change with a reason, compare."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from openimt.plan.differ import differences
from openimt.terms import ModuleKind
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions import planning
from openimt_clinic.actions.planning import Wish
from openimt_clinic.clinician.fields import text_field
from openimt_clinic.clinician.plan_ground import ground_note
from openimt_clinic.clinician.plan_view import change_lines, plan_view, version_rows
from openimt_clinic.records.mapping.catalogues import catalogue_for, ground_of
from openimt_clinic.records.mapping.plans import changes_of, plan_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from openimt_clinic.records.preference import Preference
from openimt_clinic.refusals import carried_out

METHODS = ["GET", "HEAD", "POST"]
OPEN = (PlanState.PROPOSED.value, PlanState.ADOPTED.value)


class ReasonForm(forms.Form):
    """Why."""

    reason = text_field(gettext_lazy("Why this plan does not fit"))


class WishForm(forms.Form):
    """What people want of one module, and why."""

    wish = forms.TypedChoiceField(
        label=gettext_lazy("What should happen"),
        choices=[
            (Wish.PIN.value, gettext_lazy("Put it into the plan")),
            (Wish.BAN.value, gettext_lazy("Leave it out")),
            (Wish.FREE.value, gettext_lazy("Take back what was asked: let the plan decide")),
        ],
        coerce=Wish,
        widget=forms.RadioSelect,
    )
    reason = text_field(
        gettext_lazy("Why"), help_text=gettext_lazy("The reason stays with the plan.")
    )


@patient_page(write=Permission.PLAN)
@require_http_methods(METHODS)
def plan(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The open proposal, else the plan in force. Sent: asks the planner for a proposal."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by, on = standing_of(request).user, timezone.localdate()
        version = carried_out(form, lambda: planning.propose(patient=patient, on=on, by=by))
        if version is not None:
            messages.success(request, _proposed_says(version))
            return redirect("clinician:plan", patient.pk)
    waiting = _versions(patient).filter(state__in=OPEN).order_by("-state").first()
    return _shown(request, patient, waiting, form)


@patient_page()
@require_safe
def plan_version(request: HttpRequest, patient: Patient, number: int) -> HttpResponse:
    """An earlier version, as it was."""
    version = get_object_or_404(_versions(patient), number=number)
    return _shown(request, patient, version, forms.Form())


@patient_page(write=Permission.PLAN)
def adopt_plan(request: HttpRequest, patient: Patient, number: int) -> HttpResponse:
    """The people agree."""
    version = get_object_or_404(_versions(patient), number=number)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    planning.adopt(version=version, by=standing_of(request).user)
    messages.success(request, _("The plan is adopted."))
    return redirect("clinician:plan", patient.pk)


@patient_page(write=Permission.PLAN)
@require_http_methods(METHODS)
def reject_plan(request: HttpRequest, patient: Patient, number: int) -> HttpResponse:
    """The people do not agree, with the reason."""
    version = get_object_or_404(_versions(patient), number=number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, reason = standing_of(request).user, form.cleaned_data["reason"]
        done = carried_out(form, lambda: planning.reject(version=version, reason=reason, by=by))
        if done is not None:
            messages.success(request, _("Kept: this plan was not adopted."))
            return redirect("clinician:plan", patient.pk)
    shown = {"patient": patient, "form": form, "version": version}
    return render(request, "clinician/reject_plan.html", shown)


@patient_page(write=Permission.PLAN)
@require_http_methods(METHODS)
def change_plan(request: HttpRequest, patient: Patient, module: str) -> HttpResponse:
    """A wish for one module; a conflict with a rule is said, and what was typed stays."""
    catalogue = catalogue_for(patient)
    if module not in catalogue.modules:
        raise Http404
    shape = catalogue.module(module)
    before = Preference.objects.filter(patient=patient, module=module).first()
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, standing_of(request).user
        version = carried_out(form, lambda: planning.change(
            patient=patient, module=module, wish=given["wish"], reason=given["reason"],
            on=timezone.localdate(), by=by,
        ))  # fmt: skip
        if version is not None:
            messages.success(request, _("A changed plan is proposed; look at what follows."))
            return redirect("clinician:plan", patient.pk)
    shown = {
        "patient": patient,
        "form": form,
        "module": shape,
        "common": shape.kind is ModuleKind.COMMON,
        "before": before if before and (before.pinned or before.banned) else None,
    }
    return render(request, "clinician/change_plan.html", shown)


@patient_page()
@require_safe
def compare_plans(request: HttpRequest, patient: Patient) -> HttpResponse:
    """What differs between any two versions, ``?before=`` and ``?after=`` by number."""
    versions = list(_versions(patient))
    before, after = _asked(request, "before", versions), _asked(request, "after", versions)
    shown: dict[str, object] = {"patient": patient, "before": before, "after": after}
    shown["versions"] = version_rows(versions, 0)
    if before and after:
        first, second = plan_of(before), plan_of(after)
        catalogue = ground_of(after).catalogue
        shown["changes"] = change_lines(differences(first, second, catalogue), catalogue)
        shown["phase_changed"] = first.phase is not second.phase
        shown["phases"] = (first.phase.value, second.phase.value)
    return render(request, "clinician/compare_plans.html", shown)


def _asked(request: HttpRequest, name: str, versions: list[PlanVersion]) -> PlanVersion | None:
    number = request.GET.get(name, "")
    return next((v for v in versions if str(v.number) == number), None)


def _versions(patient: Patient) -> QuerySet[PlanVersion]:
    return (
        PlanVersion.objects.filter(patient=patient)
        .select_related("made_by", "adopted_by", "made_with", "clinic")
        .defer("made_with__files")
    )


def _proposed_says(version: PlanVersion) -> str:
    if version.state == PlanState.ADOPTED.value:
        return _("Looked at again with what is known today: nothing needs to change.")
    return _("A plan is proposed. Nothing holds until you adopt it.")


def _shown(
    request: HttpRequest, patient: Patient, version: PlanVersion | None, form: forms.Form
) -> HttpResponse:
    may = permissions_for(standing_of(request).user, patient)
    view = None
    if version is not None:
        view = plan_view(
            version,
            plan_of(version),
            changes_of(version),
            ground_of(version).catalogue,
            today=timezone.localdate(),
            sessions_per_week=patient.sessions_per_week,
        )
    rows = version_rows(_versions(patient), version.number if version else 0)
    shown = {
        "patient": patient,
        "view": view,
        "versions": rows,
        "form": form,
        "may_write": Permission.PLAN in may,
        "open": version is not None and version.state == PlanState.PROPOSED.value,
        "ground": ground_note(patient) if version and version.state in OPEN else None,
    }
    return render(request, "clinician/plan.html", shown)
