"""``{% load phone %}``: what makes a patient's page a part of the phone's own application."""

from django import template

from openimt_clinic.front_place import PATIENTS, wanted
from openimt_clinic.patient.phone import phone_person, says_of
from openimt_clinic.patient.phone_words import phone_words
from openimt_clinic.patient.script_files import scripts
from openimt_clinic.phone_numbers import phone_number as number
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient

register = template.Library()


@register.inclusion_tag("patient/phone_head.html", takes_context=True)
def phone_head(context: template.Context) -> dict[str, object]:
    """Manifest, icons, scripts, and whose page it is: ``{% phone_head %}``."""
    person = context.get("person")
    return {
        "whose": phone_person(person) if isinstance(person, Patient) else "",
        "side_name": context.get("patient_side_name") or "",
        "scripts": scripts(),
    }


@register.simple_tag
def phone_number(name: str) -> int:
    """A number of the phone: ``{% phone_number "signed_in.days" as n %}``."""
    return number(name)


@register.inclusion_tag("patient/numbers_of_clinics.html", takes_context=True)
def numbers_at_sign_in(context: template.Context) -> dict[str, object]:
    """Whom to call, for who was on the way to a patient's page: ``{% numbers_at_sign_in %}``."""
    request = context.get("request")
    to_a_patient = request is not None and wanted(request).startswith(PATIENTS)
    clinics = list(Clinic.objects.order_by("name")) if to_a_patient else []
    return {"clinics": clinics}


@register.inclusion_tag("patient/phone_says.html", takes_context=True)
def phone_says(context: template.Context) -> dict[str, object]:
    """The honest line, the help panel and the sentences of the scripts: ``{% phone_says %}``."""
    person = context.get("person")
    clinic = context.get("clinic")
    there = isinstance(person, Patient) and clinic is not None
    return {
        "there": there,
        "clinic": clinic,
        "words": dict(phone_words()),
        "hours": {name: number(f"{name}.hours") for name in ("begun", "out_of_sight")},
        "honest": says_of(clinic) if there and clinic else [],
        "safety_plan_url": context.get("safety_plan_url", ""),
    }
