"""Later: how strong it still is, and what it turned out to be. Any answer is a good one."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.components import moment_words as words
from openimt_clinic.patient.moments.kept import address_of, own_or_404
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.writing import written
from openimt_clinic.records.mapping.moments import OF_TWO_HOURS
from openimt_clinic.records.patient import Patient


@my_page
@require_safe
def later(request: HttpRequest, patient: Patient, kind: str, name: UUID) -> HttpResponse:
    """Of a moment or a pause card. What it turned out to be is asked from the next day on."""
    if kind not in OF_TWO_HOURS:
        raise Http404
    document = own_or_404(patient, kind, name)
    own = written(document)
    today = timezone.localdate(timezone=ZoneInfo(patient.clinic.time_zone))
    context = {
        "writing": own,
        "asks_truth": document.about < today or bool(own.values.get("truth")),
        "after": reverse("patient:home"),
        "own_url": address_of(document),
        "picks": words,
    }
    return shown(request, "patient/moments/later.html", patient, context, alone=True)
