"""Medicines of one person: the list, one more, and what happens with one of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt.track.medication import signed
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.medicating import (
    change_medicine,
    end_medicine,
    look_through,
    note_adverse_effect,
    prescriber_told,
    write_medicine,
)
from openimt_clinic.clinician.medication.forms import (
    ChangeForm,
    EffectForm,
    EndForm,
    LookForm,
    NewMedicineForm,
)
from openimt_clinic.clinician.medication.view import medication_view
from openimt_clinic.records.medicine import AdverseEffect, Medicine
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

BOTH = ("GET", "HEAD", "POST")


@patient_page(write=Permission.PLAN)
@require_http_methods(BOTH)
def medication(request: HttpRequest, patient: Patient) -> HttpResponse:
    """What is taken and what was; looking through all of it together is noted here."""
    today, by = timezone.localdate(), standing_of(request).user
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = carried_out(form, lambda: look_through(patient=patient, by=by, **given))
        if done is not None:
            return _back(request, patient)
    context = {
        "patient": patient,
        "view": medication_view(patient, today),
        "rules": signed().by_name.values(),
        "form": form,
        "may_write": Permission.PLAN in permissions_for(by, patient),
    }
    return render(request, "clinician/medication/list.html", context)


@patient_page(write=Permission.PLAN)
@require_http_methods(BOTH)
def new_medicine(request: HttpRequest, patient: Patient) -> HttpResponse:
    """One more medicine, as it is prescribed."""
    today, by = timezone.localdate(), standing_of(request).user
    form = NewMedicineForm(request.POST or None, patient=patient)
    if request.method == "POST" and form.is_valid():
        line = form.cleaned_data["line"]
        done = carried_out(
            form,
            lambda: write_medicine(
                patient=patient, medicine=form.written(), on=today, line=line, by=by
            ),
        )
        if done is not None:
            return _back(request, patient)
    return render(request, "clinician/medication/write.html", {"patient": patient, "form": form})


@patient_page(write=Permission.PLAN)
@require_http_methods(BOTH)
def one_medicine(request: HttpRequest, patient: Patient, medicine_id: UUID) -> HttpResponse:
    """One medicine as it stands: change it, end it, note something unwanted."""
    rows = Medicine.objects.select_related("patient", "prescriber")
    medicine = get_object_or_404(rows, pk=medicine_id, patient=patient)
    do = request.POST.get("do", "")
    asked: dict[str, forms.Form] = {
        "change": ChangeForm(request.POST if do == "change" else None, medicine=medicine),
        "end": EndForm(request.POST if do == "end" else None, prefix="end"),
        "effect": EffectForm(request.POST if do == "effect" else None, prefix="effect"),
    }
    if request.method == "POST" and _done(request, medicine, do, asked):
        return _back(request, patient)
    context = {
        "patient": patient,
        "medicine": medicine,
        **{f"{name}_form": form for name, form in asked.items()},
    }
    return render(request, "clinician/medication/one.html", context)


@patient_page(write=Permission.PLAN)
def told_prescriber(request: HttpRequest, patient: Patient, effect_id: UUID) -> HttpResponse:
    """Whoever prescribes it knows of the effect now."""
    effect = get_object_or_404(AdverseEffect, pk=effect_id, patient=patient)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    prescriber_told(effect=effect, on=timezone.localdate(), by=standing_of(request).user)
    return _back(request, patient)


def _done(request: HttpRequest, medicine: Medicine, do: str, asked: dict[str, forms.Form]) -> bool:
    """Whether it was done; a refusal stands in its form."""
    form = asked.get(do)
    if form is None or not form.is_valid():
        return False
    act = _acts(medicine, form, standing_of(request).user)[do]
    return carried_out(form, act) is not None


def _acts(medicine: Medicine, form: Any, by: User) -> dict[str, Callable[[], object]]:
    given, today = form.cleaned_data, timezone.localdate()
    return {
        "change": lambda: change_medicine(
            medicine=medicine,
            to=form.written(),
            because=given["because"],
            on=today,
            key=given["key"],
            by=by,
        ),
        "end": lambda: end_medicine(
            medicine=medicine, on=given["on"], because=given["because"], key=given["key"], by=by
        ),
        "effect": lambda: note_adverse_effect(
            medicine=medicine, says=given["says"], on=given["on"], key=given["key"], by=by
        ),
    }


def _back(request: HttpRequest, patient: Patient) -> HttpResponse:
    messages.success(request, _("Written down."))
    return redirect("clinician:medication", patient.pk)
