"""The therapy a course runs under, and how often the person comes."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from openimt.catalogue.catalogue import Catalogue
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.enrolling import set_course
from openimt_clinic.components.number_fields import NumberField
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out


class CourseForm(forms.Form):
    """A therapy under which a course can run; those that only lend are not offered."""

    therapy = forms.ChoiceField(label=gettext_lazy("Therapy"), widget=forms.RadioSelect)
    sessions_per_week = NumberField(
        label=gettext_lazy("Sessions a week"),
        help_text=gettext_lazy("0.5 is one a fortnight."),
        widget=forms.NumberInput(attrs={"min": "0.25", "max": "14", "step": "0.25"}),
    )

    def __init__(self, catalogue: Catalogue, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        offered = [(t.id, t.name) for t in catalogue.course_therapies()]
        cast(forms.ChoiceField, self.fields["therapy"]).choices = offered


@patient_page(write=Permission.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def course_choice(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Choose the therapy; the plan in force stays until another one is adopted."""
    catalogue = catalogue_for(patient)
    now = {"therapy": patient.therapy, "sessions_per_week": patient.sessions_per_week}
    form = CourseForm(catalogue, request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, standing_of(request).user
        done = carried_out(form, lambda: set_course(
            patient=patient, therapy=given["therapy"],
            sessions_per_week=given["sessions_per_week"], by=by,
        ))  # fmt: skip
        if done is not None:
            messages.success(request, _("Kept. Propose a plan to follow it."))
            return redirect("clinician:plan", patient.pk)
    shown = {"patient": patient, "form": form, "therapies": catalogue.course_therapies()}
    return render(request, "clinician/course_choice.html", shown)
