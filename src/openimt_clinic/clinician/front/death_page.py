"""A person has died: few words, who of the staff is told, and a day to look back together."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from openimt.deliver.ending import numbers
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.back_door.death import note_death, tell_of_death
from openimt_clinic.actions.back_door.taking_back import take_death_back
from openimt_clinic.actions.telling import on_duty, team_leads
from openimt_clinic.clinician.fields import DayField, text_field
from openimt_clinic.clinician.front.taken_back_words import taken_back_says
from openimt_clinic.clinician.front.words import FOLLOW_UPS
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.mapping.endings import current_ending, died_on
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out


class ToldForm(forms.Form):
    """Whom somebody has told in person."""

    told = forms.MultipleChoiceField(
        label=gettext_lazy("Told in person, or by telephone"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, people: list[str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field: forms.MultipleChoiceField = self.fields["told"]  # type: ignore[assignment]
        field.choices = [(name, name) for name in people]


class DeathForm(ToldForm):
    """The day, what is known in few words, and when those who treated look back together."""

    on = DayField(past=True, label=gettext_lazy("Day of the death"))
    note = text_field(gettext_lazy("What is known, in few words, for staff alone"), required=False)
    look_back_on = DayField(ahead=True, label=gettext_lazy("We look back together on"))
    field_order = ("on", "note", "told", "look_back_on")


class MistakeForm(forms.Form):
    """How the mistake came about."""

    reason = text_field(gettext_lazy("It was a mistake: how it came about"), rows=2)


@patient_page(write=Permission.PLAN)
def died(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Before: the form. Afterwards: who is still to be told, what stopped, and the day to look
    back."""
    by, there = standing_of(request).user, died_on(patient)
    people = _around(patient)
    ending = current_ending(patient) if there else None
    waiting = [name for name in people if ending and name not in ending.told]
    begins = {"look_back_on": _later(), "told": [by.name] if by.name in people else []}
    form = DeathForm(people, request.POST or None, initial=begins)
    told = ToldForm(waiting, request.POST if request.POST.get("do") == "told" else None)
    mistake = MistakeForm(request.POST if request.POST.get("do") == "mistake" else None)
    if request.method == "POST":
        done = False
        if ending is None:
            done = form.is_valid() and bool(
                carried_out(form, lambda: note_death(patient=patient, by=by, **form.cleaned_data))
            )
        elif told.is_bound and told.is_valid():
            done = bool(tell_of_death(ending=ending, by=by, **told.cleaned_data))
        elif mistake.is_bound and mistake.is_valid():
            reason = mistake.cleaned_data["reason"]
            back = carried_out(
                mistake, lambda: take_death_back(ending=ending, reason=reason, by=by)
            )
            if back is not None:
                for says in taken_back_says(back):
                    messages.success(request, says)
                return redirect("clinician:patient", patient.pk)
        if done:
            return redirect("clinician:died", patient.pk)
    context = {
        "patient": patient,
        "ending": ending,
        "waiting": waiting,
        "form": form,
        "told_form": told,
        "mistake_form": mistake,
        "look_back": [
            {"row": row, "kind": FOLLOW_UPS[row.kind]}
            for row in (ending.follow_ups.select_related("done_by") if ending else ())
        ],
        "may_write": Permission.PLAN in permissions_for(by, patient),
    }
    return render(request, "clinician/front/died.html", context)


def _later() -> object:
    return timezone.localdate() + timedelta(weeks=numbers().look_back_weeks)


def _around(patient: Patient) -> list[str]:
    """Who is told: those who treat or read along, who leads, and who is on duty now."""
    rows = CareRelation.objects.filter(
        patient=patient, until__isnull=True, user__is_active=True
    ).select_related("user")
    found: list[User] = [row.user for row in rows]
    found += team_leads(patient.clinic)
    entry = on_duty(patient.clinic, timezone.now())
    found += [user for user in (entry.who, entry.second) if user] if entry else []
    return sorted({user.name for user in found})
