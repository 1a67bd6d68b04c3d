"""Moments that the person shares: a list with counts as a question, and each on a page."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.deliver.moments.acts import FeltAndDid, felt_and_did
from openimt.deliver.moments.calibration import Calibration, calibration
from openimt.deliver.moments.limits import limits
from openimt_clinic.access.doors import patient_page
from openimt_clinic.clinician.formulation.questions_view import pair_views
from openimt_clinic.clinician.moments_view import facts_of, rows_of, safety_of
from openimt_clinic.components.moment_words import FEELINGS, NAMES, TURNED_OUT
from openimt_clinic.components.paging import page_number, page_view
from openimt_clinic.records.mapping.moments import (
    MOMENT,
    OF_TWO_HOURS,
    every,
    moment_of,
    pause_of,
)
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

A_PAGE = 25


@dataclass(frozen=True)
class Listed:
    """A line of the list. ``threat``: the person marked threat, force or violence. ``facts``: how
    sure before and after, how soon it was noted, which pieces of an episode are not told."""

    document: PhoneDocument
    name: str | Promise
    says: str
    threat: bool
    turned_out: str
    facts: tuple[str, ...] = ()


@patient_page()
@require_safe
def moments(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The newest first. What is kept to oneself is not even counted."""
    rows = shared(patient)
    total = rows.count()
    number = page_number(request.GET.get("page", ""), A_PAGE, total)
    first = (number - 1) * A_PAGE
    context = {
        "patient": patient,
        "listed": [_listed(one) for one in rows[first : first + A_PAGE]],
        "page": page_view(number, A_PAGE, total, {}),
        "counts": counts(patient),
        "sure": limits().sure,
        "pairs": pair_views(patient),
        "acts": acts_of(patient),
    }
    return render(request, "clinician/moments.html", context)


@patient_page()
@require_safe
def moment(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """One of them: what was said of safety on top, then each question as it was asked."""
    document = shared(patient).filter(pk=document_id).select_related("answer_set").first()
    if document is None:
        raise Http404
    context = {
        "patient": patient,
        "document": document,
        "name": NAMES[document.kind],
        "safety": safety_of(document),
        "rows": rows_of(document),
        "threat": document.values.get("threat") is True,
    }
    return render(request, "clinician/moment.html", context)


def shared(patient: Patient) -> QuerySet[PhoneDocument]:
    """What may be read, with the clinic whose clock the times are told by."""
    return every(patient).filter(shared=True)


def counts(patient: Patient) -> Calibration:
    """Of what is shared: how readings held with much certainty turned out."""
    rows = shared(patient).filter(kind__in=OF_TWO_HOURS)
    return calibration(moment_of(row) if row.kind == MOMENT else pause_of(row) for row in rows)


def acts_of(patient: Patient) -> list[FeltAndDid]:
    """Feelings by their words with what was done, over what is shared."""
    rows = shared(patient).filter(kind=MOMENT)
    words = {name: str(says) for name, says in FEELINGS}
    found = felt_and_did(moment_of(row) for row in rows)
    return [FeltAndDid(words.get(one.feeling, one.feeling), one.did) for one in found]


def _listed(document: PhoneDocument) -> Listed:
    values = document.values
    first = ("scene", "said", "meaning", "who")
    words = dict(TURNED_OUT)
    return Listed(
        document,
        NAMES[document.kind],
        next((str(values[name]) for name in first if values.get(name)), _("no words yet")),
        values.get("threat") is True,
        str(words.get(str(values.get("truth")), "")),
        facts_of(document),
    )
