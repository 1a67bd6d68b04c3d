"""The writing pages: a title first, more only where the phone may ask for it; stop at any time."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt.deliver.story.pacing import Asks
from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.phone.kinds.story import STOPPED
from openimt_clinic.components.story.book import in_order, life_line
from openimt_clinic.components.story.kept import Kept, story
from openimt_clinic.components.story.words import NOT_YET, POINT, SORTS, TONES, Field, Sort
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.story.entry import who_reads
from openimt_clinic.patient.story.kept import entry, not_on_the_phone
from openimt_clinic.patient.story.offered import asked_of, open_doors
from openimt_clinic.patient.writing import Writing, writing, written
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Asked:
    """One question with what stands in it."""

    field: Field
    value: object


@my_page
@require_safe
def new(request: HttpRequest, patient: Patient, kind: str) -> HttpResponse:
    """A new entry: its title, and how the person would call it."""
    sort = SORTS.get(kind)
    if sort is None:
        raise Http404
    if not open_doors(patient, timezone.now())[kind]:
        context = {"sort": sort, "not_yet": NOT_YET}
        return shown(request, "patient/story/not_yet.html", patient, context)
    return _title_page(request, patient, sort, writing(patient, kind), None)


@my_page
@require_safe
def change_title(request: HttpRequest, patient: Patient, kind: str, name: UUID) -> HttpResponse:
    """Another title, time or word for it; what stood there before is kept."""
    one = entry(patient, kind, name)
    return _title_page(request, patient, one.sort, written(one.document), one)


@my_page
@require_safe
def write_words(request: HttpRequest, patient: Patient, kind: str, name: UUID) -> HttpResponse:
    """More than a title, where the phone may ask for it.

    Of a hard entry it shows what the person has put there by themselves, and asks for nothing else.
    """
    one = entry(patient, kind, name)
    asks = asked_of(patient, one)
    fields = one.sort.more if asks is Asks.WORDS else _filled(one)
    if not fields or asks is Asks.LATE:
        return redirect("patient:story_entry", kind, name)
    page = _page(request, patient, one.sort, written(one.document), fields, one)
    return not_on_the_phone(one, page)


def _filled(one: Kept) -> tuple[Field, ...]:
    return tuple(field for field in one.sort.more if getattr(one.told, field.name))


def _title_page(
    request: HttpRequest, patient: Patient, sort: Sort, begun: Writing, one: Kept | None
) -> HttpResponse:
    more = {
        "tones": [(tone.value, says) for tone, says in TONES.items()] if sort.has_tone else [],
        "before": _before(sort, story(patient), one) if sort.orders else [],
    }
    return _page(request, patient, sort, begun, sort.first, one, more)


def _page(
    request: HttpRequest,
    patient: Patient,
    sort: Sort,
    begun: Writing,
    fields: Iterable[Field],
    one: Kept | None,
    more: dict[str, object] | None = None,
) -> HttpResponse:
    here = reverse("patient:story_entry", args=[begun.kind, begun.name])
    leads_on = one is not None or bool(sort.more)
    context = {
        "sort": sort,
        "one": one,
        "writing": begun,
        "fresh": begun.new,
        "tone": begun.values.get("tone") or "",
        "asked": [Asked(field, begun.values.get(field.name)) for field in fields],
        "after": here if leads_on else reverse("patient:story"),
        "home": reverse("patient:story"),
        "note": Writing(STOPPED, str(uuid4())),
        **who_reads(patient),
        **(more or {}),
    }
    return shown(request, "patient/story/writing.html", patient, context, alone=True)


def _before(sort: Sort, entries: Iterable[Kept], one: Kept | None) -> list[tuple[str, str]]:
    """What the entry could come after, in order, without itself."""
    same = [other for other in entries if other.kind == sort.kind]
    if sort is POINT:
        line, points = life_line(same)
        same = [points[point.name] for point in (*line.placed, *line.anywhere)]
    else:
        same = in_order(same)
    return [(other.name, other.title) for other in same if one is None or other.name != one.name]
