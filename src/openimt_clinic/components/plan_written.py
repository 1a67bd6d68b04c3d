"""A safety plan that was sent: kept, or shown once more with what others wrote meanwhile."""

from datetime import date
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from openimt_clinic.access.doors import standing_of
from openimt_clinic.actions.safety_planning import (
    beside,
    current_safety_plan,
    make_safety_plan,
)
from openimt_clinic.components.plan_form import PlanForm
from openimt_clinic.components.plan_words import elements_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.refusals import carried_out

Form = TypeVar("Form", bound=PlanForm)


def plan_written(request: HttpRequest, form: Form, patient: Patient, on: date) -> Form | None:
    """Keeps what a valid form says. Gives the form to show instead where it was refused, with
    every word that was typed; None when it was kept."""
    before = current_safety_plan(patient)
    by, next_review = standing_of(request).user, form.cleaned_data.get("next_review")
    kept = carried_out(
        form,
        lambda: make_safety_plan(
            patient=patient,
            elements=form.elements(),
            on=on,
            by=by,
            next_review=next_review,
            seen=form.seen(),
        ),
    )
    if kept is None:
        return _once_more(form, patient)
    if kept != before and form.seen() != (before.number if before else 0):
        says = _("This plan was changed while you had it open. The words of both are in it now.")
        messages.info(request, f"{says} {_('Please read it once more.')}")
    return None


def _once_more(form: Form, patient: Patient) -> Form:
    """Where both sides changed one part: the plan as it is now, with what was typed in its place,
    and what stands there beside it."""
    both = beside(patient, form.seen(), form.elements())
    stands = current_safety_plan(patient)
    if not both.clashes or stands is None:
        return form
    theirs = {element.id: element.lines for element in elements_of(stands)}
    return type(form)(
        plan=SafetyPlan(number=stands.number, **both.elements),
        beside={name: theirs.get(name, ()) for name in both.clashes},
        initial={"next_review": form.data.get("next_review", "")},
    )
