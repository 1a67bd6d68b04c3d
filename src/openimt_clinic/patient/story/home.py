"""My story on one page: the line, the chapters, the scenes, and what is open to begin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.components.story.book import in_order, in_reading_order, life_line
from openimt_clinic.components.story.kept import Kept, story
from openimt_clinic.components.story.words import CHAPTER, NEXT, NOT_YET, POINT, SCENE, VALUE, Sort
from openimt_clinic.patient.shell import STORY, shown
from openimt_clinic.patient.story.offered import open_doors
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Part:
    """One part of the story. ``open``: the phone offers it anew. ``anywhere``: points without a
    place on the line."""

    sort: Sort
    open: bool
    entries: tuple[Kept, ...]
    anywhere: tuple[Kept, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.entries or self.anywhere)


@my_page
@require_safe
def story_home(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Everything by its title; what is not open yet says so, and what was written stays."""
    entries, doors = story(patient), open_doors(patient, timezone.now())
    line, *others = _parts(entries, doors)
    context = {
        "line": line,
        "others": [part for part in others if part.open or not part.empty],
        "later": [p for p in (line, *others) if not p.open and p.empty],
        "not_yet": NOT_YET,
        "who": who_treats(patient),
        "any": bool(entries),
    }
    return shown(request, "patient/story/home.html", patient, context, here=STORY)


def _parts(entries: Iterable[Kept], doors: Mapping[str, bool]) -> list[Part]:
    every = list(entries)
    of = {sort.kind: [one for one in every if one.kind == sort.kind] for sort in ALL}
    line, points = life_line(every)
    placed, anywhere = (
        tuple(points[point.name] for point in some) for some in (line.placed, line.anywhere)
    )
    ordered = {
        CHAPTER.kind: in_order(of[CHAPTER.kind]),
        SCENE.kind: in_reading_order(of[SCENE.kind]),
        VALUE.kind: of[VALUE.kind],
        NEXT.kind: of[NEXT.kind][::-1],
    }
    others = [Part(one, doors[one.kind], tuple(ordered[one.kind])) for one in ALL[1:]]
    return [Part(POINT, doors[POINT.kind], placed, anywhere), *others]


ALL = (POINT, CHAPTER, SCENE, VALUE, NEXT)
