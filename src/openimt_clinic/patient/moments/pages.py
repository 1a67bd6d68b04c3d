"""The pause card before a reply, and the rehearsal before a meeting."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from openimt.deliver.moments.limits import limits
from openimt_clinic.access.doors import my_page
from openimt_clinic.components import moment_words as words
from openimt_clinic.patient.moments.kept import own_or_404
from openimt_clinic.patient.moments.reads import who_reads
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.writing import writing
from openimt_clinic.records.mapping.moments import PAUSE, REHEARSAL
from openimt_clinic.records.patient import Patient


@my_page
@require_safe
def pause(request: HttpRequest, patient: Patient) -> HttpResponse:
    """An empty card."""
    return _page(request, patient, PAUSE, "")


@my_page
@require_safe
def one_pause(request: HttpRequest, patient: Patient, name: UUID) -> HttpResponse:
    """A card that was begun."""
    own_or_404(patient, PAUSE, name)
    return _page(request, patient, PAUSE, str(name))


@my_page
@require_safe
def rehearsal(request: HttpRequest, patient: Patient) -> HttpResponse:
    """An empty one."""
    return _page(request, patient, REHEARSAL, "")


@my_page
@require_safe
def one_rehearsal(request: HttpRequest, patient: Patient, name: UUID) -> HttpResponse:
    """One that is there, with room for how it was."""
    own_or_404(patient, REHEARSAL, name)
    return _page(request, patient, REHEARSAL, str(name))


def _page(request: HttpRequest, patient: Patient, kind: str, name: str) -> HttpResponse:
    context = {
        "writing": writing(patient, kind, name),
        "fresh": not name,
        "after": reverse("patient:home"),
        "limits": limits(),
        "chose": [(value, says, words.UNDER_CHOICE[value]) for value, says in words.CHOSE],
        "asking": [(value, says, words.OPENERS[value]) for value, says in words.ASKING],
        **who_reads(patient),
    }
    return shown(request, f"patient/moments/{kind}.html", patient, context, alone=True)
