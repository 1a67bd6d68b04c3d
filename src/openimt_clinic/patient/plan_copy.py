"""The safety plan as a phone keeps it for times without sign-in, by the person's own wish."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.safety_planning import current_safety_plan
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.patient.safety_plan import KEPT
from openimt_clinic.patient.shell import shown
from openimt_clinic.records.mapping.sharing import agreed
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.sharing_choice import Shares


@my_page
@require_safe
def plan_copy(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Numbers and plan, and which day's copy it is. Fetching it opens nothing: a phone does."""
    context = {
        "plan": plan_view(current_safety_plan(patient)),
        "of": timezone.localdate(),
        "shown_as": KEPT if agreed(patient, Shares.PLAN_OPENED) else "",
    }
    return shown(request, "patient/plan_copy.html", patient, context, alone=True)
