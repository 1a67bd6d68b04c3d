"""What a person has shared of their story, for those who treat them; nothing tells of the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.deliver.story.shapes import KINDS
from openimt.deliver.story.versions import shared_versions
from openimt_clinic.access.doors import patient_page
from openimt_clinic.clinician.hard_topics import hard_topics, may_read_story
from openimt_clinic.clinician.story_ratings import TOLD, OfStory, StoryRatings
from openimt_clinic.clinician.story_stops import days_stopped
from openimt_clinic.components.story.book import book
from openimt_clinic.components.story.kept import Kept, at_version, kept, writings
from openimt_clinic.components.story.words import Sort
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


@dataclass(frozen=True)
class Shared:
    """An entry as it stands, and what stood there before since it was shared."""

    one: Kept
    earlier: tuple[tuple[date, Kept], ...]
    rated: OfStory | None = None


@patient_page()
@require_safe
def story(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Shared entries in the order of reading; the page is the same whether or not there is more."""
    if not may_read_story(request, patient):
        raise PermissionDenied(_("What is shared of a story is for those who treat the person."))
    ratings = StoryRatings(patient)
    context = {
        "patient": patient,
        "parts": list(_parts(patient, ratings)),
        "agreed": ratings.agreed(),
        "small": ratings.is_small,
        "stopped": days_stopped(patient),
        "hard": hard_topics(patient, timezone.now()),
    }
    return render(request, "clinician/story.html", context)


def _parts(patient: Patient, ratings: StoryRatings) -> Iterator[tuple[Sort, list[Shared]]]:
    rows = PhoneDocument.objects.filter(
        patient=patient, kind__in=list(KINDS), shared=True, removed_at__isnull=True
    )
    found: dict[str, tuple[Sort, list[Shared]]] = {}
    for one in book([kept(row) for row in rows.order_by("made_at")]):
        rated = ratings.of(str(one.document.pk)) if one.kind in TOLD and one.words else None
        shared = Shared(one, tuple(_earlier(one)), rated)
        found.setdefault(one.kind, (one.sort, []))[1].append(shared)
    yield from found.values()


def _earlier(one: Kept) -> Iterable[tuple[date, Kept]]:
    stood = shared_versions(writings(one.document))
    for version in reversed(stood):
        then = at_version(one.document, version)
        if then.told != one.told:
            yield version.at, then
