"""One entry: its words, what stood there before, who reads it, and taking it away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.telling import treating
from openimt_clinic.components.story.book import in_reading_order
from openimt_clinic.components.story.kept import Kept, at_version, story
from openimt_clinic.components.story.words import SCENE
from openimt_clinic.patient.shell import STORY, shown
from openimt_clinic.patient.story.kept import entry, not_on_the_phone
from openimt_clinic.patient.story.offered import asked_of, is_closed
from openimt_clinic.patient.writing import written
from openimt_clinic.records.patient import Patient

GOOD_ONES = 3


@my_page
@require_safe
def read(request: HttpRequest, patient: Patient, kind: str, name: UUID) -> HttpResponse:
    """The entry; a hard one is closed by night, and ends on something good."""
    one = entry(patient, kind, name)
    context = {
        "one": one,
        "asks": asked_of(patient, one).value if one.sort.more else "",
        "closed": is_closed(patient, one),
        "earlier": len(one.versions) > 1,
        "good": _good_ones(patient) if one.tone == "hard" else [],
        **who_reads(patient),
    }
    page = shown(request, "patient/story/entry.html", patient, context, here=STORY)
    return not_on_the_phone(one, page)


@my_page
@require_safe
def earlier(request: HttpRequest, patient: Patient, kind: str, name: UUID) -> HttpResponse:
    """Everything that stood there, the newest first; nothing of it is lost by changing it."""
    one = entry(patient, kind, name)
    stood = [(version.at, at_version(one.document, version)) for version in one.versions]
    context = {"one": one, "stood": stood[::-1], "closed": is_closed(patient, one)}
    page = shown(request, "patient/story/earlier.html", patient, context, here=STORY)
    return not_on_the_phone(one, page)


@my_page
@require_safe
def sharing(request: HttpRequest, patient: Patient, kind: str, name: UUID) -> HttpResponse:
    """What it means to share this entry, and the way back."""
    return _deciding(request, patient, "patient/story/sharing.html", entry(patient, kind, name))


@my_page
@require_safe
def away(request: HttpRequest, patient: Patient, kind: str, name: UUID) -> HttpResponse:
    """Taking an entry away, asked once and plainly."""
    return _deciding(request, patient, "patient/story/away.html", entry(patient, kind, name))


def who_reads(patient: Patient) -> dict[str, str]:
    """Those who would read what is shared, by name."""
    names = [user.name for user in treating(patient)]
    return {"who": ", ".join(names) if names else _("whoever treats you")}


def _deciding(request: HttpRequest, patient: Patient, template: str, one: Kept) -> HttpResponse:
    after = reverse("patient:story_entry", args=[one.kind, one.name])
    context = {
        "one": one,
        "writing": written(one.document),
        "after": after if template.endswith("sharing.html") else reverse("patient:story"),
        "back": after,
        **who_reads(patient),
    }
    return shown(request, template, patient, context, here=STORY)


def _good_ones(patient: Patient) -> list[Kept]:
    """Something good to end on."""
    good = [one for one in story(patient) if one.tone == "good"]
    scenes = in_reading_order(one for one in good if one.kind == SCENE.kind)
    return [*scenes, *(one for one in good if one.kind != SCENE.kind)][:GOOD_ONES]
