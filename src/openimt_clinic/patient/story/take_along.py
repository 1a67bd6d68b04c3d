"""One's story to take along: on paper, as plain text, or as data with every version."""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.components.story.book import book
from openimt_clinic.components.story.kept import Kept, story
from openimt_clinic.components.story.words import POINT
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.press import pressed
from openimt_clinic.records.patient import Patient

SIZE = 11.5
"""Points; a story is not squeezed, it takes as many pages as it needs."""
TOO_MANY_TO_COUNT = 1_000_000


@my_page
@require_safe
def take_along(_request: HttpRequest, patient: Patient, form: str) -> HttpResponse:
    """The whole story as a file; nobody else can ask for it."""
    if form not in FORMS:
        raise Http404
    return FORMS[form](book(story(patient)))


def as_text(entries: list[Kept]) -> str:
    """Plain text that any program opens."""
    lines = [_("My story"), ""]
    for sort, rows in groupby(entries, key=lambda one: one.sort):
        lines += ["", str(sort.many).upper(), ""]
        for one in rows:
            lines.append(" · ".join(filter(None, [one.title, one.when, str(one.tone_says)])))
            for label, text in one.words:
                lines += [f"  {label}", *(f"  {row}" for row in text.splitlines())]
    return "\n".join(lines) + "\n"


def as_data(entries: list[Kept]) -> str:
    """Every entry with all that ever stood there, as JSON."""
    rows = [
        {
            "kind": one.kind,
            "name": one.name,
            "written": one.document.made_at.isoformat(),
            "shared": one.shared,
            "stands": _own(one.document.values),
            "versions": [
                {"from": version.at.isoformat(), "stood": dict(version.values)}
                for version in one.versions
            ],
        }
        for one in entries
    ]
    return json.dumps({"story": rows}, ensure_ascii=False, indent=1) + "\n"


def as_paper(entries: list[Kept]) -> bytes:
    """The story as a small book."""
    data: dict[str, object] = {
        "language": (get_language() or "en")[:2],
        "title": _("My story"),
        "foot": _("These pages are yours. You choose who reads them."),
        "parts": list(_parts(entries)),
    }
    return pressed("story", data, sizes=(SIZE,), most_pages=TOO_MANY_TO_COUNT)


def _parts(entries: list[Kept]) -> Iterator[dict[str, object]]:
    for sort, rows in groupby(entries, key=lambda one: one.sort):
        told = [
            {
                "title": one.title,
                "when": one.when,
                "tone": str(one.tone_says),
                "words": [(str(label), text) for label, text in one.words],
            }
            for one in rows
        ]
        yield {"name": str(sort.many), "line": sort is POINT, "entries": told}


def _own(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name != "shared"}


def _file(content: str, kind: str, ending: str) -> HttpResponse:
    name = content_disposition_header(as_attachment=True, filename=f"story.{ending}")
    headers = {"Content-Disposition": str(name)}
    return HttpResponse(content, content_type=f"{kind}; charset=utf-8", headers=headers)


FORMS: Mapping[str, Callable[[list[Kept]], HttpResponse]] = {
    "paper": lambda entries: as_pdf(as_paper(entries), "story"),
    "text": lambda entries: _file(as_text(entries), "text/plain", "txt"),
    "data": lambda entries: _file(as_data(entries), "application/json", "json"),
}
