"""The tabs of one patient's pages: ``{% load clinician %}{% patient_places as tabs %}``; and
what lets a duty end."""

from dataclasses import replace
from datetime import date

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt_clinic.clinician.duty_view import stands_until_judged
from openimt_clinic.components.places import Place, place
from openimt_clinic.records.contact_line import ContactLine
from openimt_clinic.records.mapping.contacts import owed_to
from openimt_clinic.records.mapping.endings import died_on
from openimt_clinic.records.patient import Patient

register = template.Library()

# A page that does not exist yet has no tab.
PAGES: tuple[tuple[str, str | Promise], ...] = (
    ("clinician:patient", _("Map")),
    ("clinician:session", _("Session")),
    ("clinician:plan", _("Plan")),
    ("clinician:assessment", _("Assessment")),
    ("clinician:appointments", _("Appointments")),
    ("clinician:safety", _("Safety")),
    ("clinician:from_the_phone", _("From the phone")),
    ("clinician:work", _("Work")),
)


@register.filter
def died(patient: Patient) -> date | None:
    """The day on which the person died, for words of their own; else nothing."""
    return died_on(patient)


@register.simple_tag
def contact_owed(patient: Patient) -> ContactLine | None:
    """The line of the log whose agreed next contact has passed, and nothing was noted since."""
    line = owed_to(patient, timezone.now())
    return None if line is None or died_on(patient) else line


register.filter("stands_until_judged", stands_until_judged)


@register.simple_tag(takes_context=True)
def patient_places(context: template.Context) -> tuple[Place, ...]:
    """One tab for each page about the patient in the context."""
    request, patient = context["request"], context["patient"]
    found = (place(str(name), view, request, patient.pk) for view, name in PAGES)
    home, *others = [one for one in found if one]
    # The home's address begins every other one; a tab holds all pages beneath its own address.
    return (home, *(replace(o, current=request.path.startswith(o.url)) for o in others))
