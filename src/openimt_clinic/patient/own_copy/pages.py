"""What the person wrote and chose, as pages that can be read without this software."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openimt.assess.instrument import Instrument
from openimt_clinic.actions.phone.kinds.story import KINDS_HERE as STORY_KINDS
from openimt_clinic.components.document_words import value_words
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.components.questions import in_language
from openimt_clinic.patient.ending import toolkit_of
from openimt_clinic.patient.medicines import medicine_list
from openimt_clinic.patient.own_copy.moment_words import QUESTIONS
from openimt_clinic.patient.own_copy.wording import Wording, instrument
from openimt_clinic.patient.shared_pieces import Piece, shared_pieces
from openimt_clinic.patient.sharing_view import choices_of, opened
from openimt_clinic.patient.signing_view import papers, parts
from openimt_clinic.patient.templatetags.patient import day, moment
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.safety_plan import SafetyPlan

THERAPIST = "therapist"
DIARY, STORY, MOMENTS = {"diary"}, {kind.name for kind in STORY_KINDS}, {*QUESTIONS, "look"}


@dataclass(frozen=True)
class Block:
    """One thing: its heading, and lines of what it is called and what was said."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """One file of the copy."""

    file: str
    title: str
    blocks: tuple[Block, ...]

    def html(self) -> str:
        return render_to_string("patient/own_copy/page.html", {"page": self})


def pages(patient: Patient) -> list[Page]:
    """Every page that has something on it."""
    kinds = set(PhoneDocument.objects.filter(patient=patient).values_list("kind", flat=True))
    rest = kinds - DIARY - MOMENTS - STORY
    words = Wording(patient, (get_language() or "en")[:2])
    made = [
        Page("diary", _("My diary"), _documents(words, DIARY)),
        Page("moments", _("My moments"), _documents(words, MOMENTS)),
        Page("story", _("My story"), _documents(words, STORY)),
        Page("own", _("My skills, experiments and aims"), _documents(words, rest)),
        Page("answers", _("My answers"), tuple(_answers(words))),
        Page("safety-plan", _("My safety plan"), tuple(_plans(patient))),
        Page("agreed", _("What we wrote down together"), tuple(_agreed(patient))),
        Page("medicines", _("My medicines"), tuple(_medicines(patient))),
        Page("appointments", _("My appointments"), tuple(_appointments(patient))),
        Page("ending", _("Ending well"), tuple(_endings(patient))),
        Page("sharing", _("Who sees what"), tuple(_choices(patient))),
        Page("opened", _("Who has opened my record"), tuple(_opened(patient))),
    ]
    return [page for page in made if page.blocks]


def _documents(words: Wording, kinds: set[str]) -> tuple[Block, ...]:
    rows = PhoneDocument.objects.filter(
        patient=words.patient, kind__in=kinds, removed_at__isnull=True
    ).select_related("answer_set")
    return tuple(_document(words, one) for one in rows.order_by("about", "made_at"))


def _document(words: Wording, one: PhoneDocument) -> Block:
    lines = tuple(
        (words.asked(one, name), words.answered(one, name, value))
        for name, value in one.values.items()
        if value not in (None, "", [])
    )
    return Block(words.title(one), lines)


def _answers(words: Wording) -> Iterator[Block]:
    """The person's own; what a therapist answered stands beside, as it is kept."""
    for one in AnswerSet.objects.filter(patient=words.patient).order_by("given_at"):
        form = instrument(one.instrument)
        if form is not None and form.rater == THERAPIST:
            continue
        title = (in_language(form.title, words.language) or form.name) if form else one.instrument
        lines = tuple(
            (words.item_asked(form, item) or item, _given(words, form, item, value))
            for item, value in one.answers.items()
        )
        yield Block(f"{title}, {moment(one.given_at)}", lines)


def _given(words: Wording, form: Instrument | None, item: str, value: Any) -> str:
    if value is None:
        return _("left out")
    return words.item_answered(form, item, value) or value_words(value)


def _plans(patient: Patient) -> Iterator[Block]:
    for one in SafetyPlan.objects.filter(patient=patient):
        view = plan_view(one)
        parts = view.elements if view else ()
        lines = [
            (p.heading, f"{line.says} {line.number}".strip()) for p in parts for line in p.lines
        ]
        if one.said:
            lines.append(("", one.said))
        yield Block(day(one.on), tuple(lines))


def _agreed(patient: Patient) -> Iterator[Block]:
    """What the person signs, too, as they read it; who wrote it has signed it."""
    for paper in papers(patient):
        lines = tuple(
            (part.label, "\n".join(part.lines)) for part in parts(patient, paper.document)
        )
        yield Block(f"{paper.title}, {day(timezone.localdate(paper.document.signed_at))}", lines)


def _medicines(patient: Patient) -> Iterator[Block]:
    """The person's own list, as it was written down; whoever prescribes looks at the rest."""
    for one in medicine_list(patient):
        yield Block(one.drug, one.lines)


def _appointments(patient: Patient) -> Iterator[Block]:
    rows = Appointment.objects.filter(patient=patient).select_related("with_whom")
    for one in rows.order_by("starts_at"):
        yield Block(moment(one.starts_at), ((one.with_whom.name, str(value_words(one.state))),))


def _endings(patient: Patient) -> Iterator[Block]:
    """What was written together about an end, whether or not it came to it."""
    for one in CourseEnding.objects.filter(patient=patient).order_by("on"):
        lines = [(title, str(line)) for title, said in toolkit_of(one) for line in said]
        lines.append((_("How to come back"), f"{one.way_back} {one.call}".strip()))
        yield Block(day(one.on), tuple(line for line in lines if line[1]))


def _choices(patient: Patient) -> Iterator[Block]:
    for choice in choices_of(patient):
        holds = _("yes") if choice.agreed else _("no")
        since = day(choice.since) if choice.since else ""
        yield Block(str(choice.words.name), ((holds, since),))
    always = _("My card, my forms, my aims, my safety plan, and how my homework went.")
    pieces = (_shared(one) for one in shared_pieces(patient, most=None))
    yield Block(_("What those who treat me can read now"), (("", always), *pieces))


def _shared(one: Piece) -> tuple[str, str]:
    called = f"{one.kind}: {one.title}" if one.title else one.kind
    return (called, _("since %(day)s") % {"day": day(one.since)})


def _opened(patient: Patient) -> Iterator[Block]:
    for on, names in opened(patient):
        yield Block(day(on), (("", ", ".join(names)),))
