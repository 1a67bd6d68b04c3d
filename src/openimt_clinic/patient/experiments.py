"""My experiments: something tried out to find out what happens. Nothing here can go wrong."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.components.document_words import FOUND, READS
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.writing import documents, writing
from openimt_clinic.records.patient import Patient


@my_page
@require_safe
def experiments(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Those that are planned, then those that something was found out by."""
    every = documents(patient, "experiment")
    context = {
        "planned": [one for one in every if not one.values.get("found")],
        "found": [
            (one, _word(one.values.get("found"))) for one in every if one.values.get("found")
        ],
    }
    return shown(request, "patient/own/experiments.html", patient, context, here=ME)


@my_page
@require_safe
def new_experiment(request: HttpRequest, patient: Patient) -> HttpResponse:
    """An empty one."""
    return _page(request, patient, "")


@my_page
@require_safe
def experiment(request: HttpRequest, patient: Patient, name: UUID) -> HttpResponse:
    """One of the person's own, before and after."""
    if str(name) not in {one.name for one in documents(patient, "experiment")}:
        raise Http404
    return _page(request, patient, str(name))


def _page(request: HttpRequest, patient: Patient, name: str) -> HttpResponse:
    context = {
        "writing": writing(patient, "experiment", name),
        "fresh": not name,
        "found": FOUND,
        "reads": READS,
        "after": reverse("patient:experiments"),
    }
    return shown(request, "patient/own/experiment.html", patient, context, alone=True)


def _word(found: object) -> str | Promise:
    return dict(FOUND).get(str(found), "")
