"""From the phone: the last days in short, and the way to what the person wrote and shares."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.deliver.story.shapes import KINDS as STORY
from openimt_clinic.access.doors import patient_page
from openimt_clinic.actions.phone.kinds.story import STOPPED
from openimt_clinic.clinician.agenda_from_phone import plan_opened
from openimt_clinic.clinician.hard_topics import may_read_story
from openimt_clinic.clinician.phone_decisions import decisions
from openimt_clinic.components.document_words import field_words, kind_words, value_words
from openimt_clinic.components.places import Place, place
from openimt_clinic.phone_numbers import phone_number
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.session_record import SessionRecord

LATELY = timedelta(days=phone_number("staff.days"))
AT_MOST = 60
TOLD_HERE = ("homework", "skill", "experiment", "target", "talk")
"""Kinds that have no page of their own for staff; the others are linked."""


@dataclass(frozen=True)
class Written:
    """One document that the person shares. ``lines``: its fields in words, where it is told
    here."""

    kind: str
    at: datetime
    lines: tuple[tuple[str, str], ...]


@patient_page()
@require_safe
def from_the_phone(request: HttpRequest, patient: Patient) -> HttpResponse:
    """What came lately; what the person keeps to themselves is not even counted."""
    last = SessionRecord.objects.filter(patient=patient).first()
    own = may_read_story(request, patient)
    context = {
        "patient": patient,
        "pages": pages(request, patient, own=own),
        "written": list(written(patient, own=own)),
        "plan_opened": plan_opened(patient, last),
        "days": LATELY.days,
        "decisions": decisions(),
        "requests": ErasureRequest.objects.filter(patient=patient, answered_at__isnull=True),
    }
    return render(request, "clinician/from_the_phone.html", context)


def pages(request: HttpRequest, patient: Patient, *, own: bool) -> list[Place]:
    """The pages about single parts of the phone; the story's only for those who may read it."""
    found = (
        place(_("Diary"), "clinician:diary", request, patient.pk),
        place(_("Diary card"), "clinician:card", request, patient.pk),
        place(_("Moments"), "clinician:moments", request, patient.pk),
        place(_("Story"), "clinician:story", request, patient.pk) if own else None,
        place(_("Reminders"), "clinician:reminders", request, patient.pk),
    )
    return [one for one in found if one]


def written(patient: Patient, *, own: bool) -> Iterator[Written]:
    """What was written or changed lately and may be read, the latest first. ``own``: by somebody
    who treats the person, with whom parts of a story can be shared."""
    rows = PhoneDocument.objects.filter(
        patient=patient,
        shared=True,
        removed_at__isnull=True,
        changed_at__gte=timezone.now() - LATELY,
    )
    if not own:
        rows = rows.exclude(kind__in=[*STORY, STOPPED])
    for one in rows.order_by("-changed_at")[:AT_MOST]:
        told = one.values.items() if one.kind in TOLD_HERE else ()
        lines = tuple(
            (field_words(name), value_words(v)) for name, v in told if v not in (None, "")
        )
        yield Written(kind_words(one.kind), one.changed_at, lines)
