"""What the person wrote and chose, as pages that can be read without this software."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openimt.assess.instrument import Instrument
from openimt.assess.library import load
from openimt.errors import OpenIMTError
from openimt_clinic.actions.phone.kinds.story import KINDS_HERE as STORY_KINDS
from openimt_clinic.components.document_words import kind_words, value_words
from openimt_clinic.components.numbers import said
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.components.questions import in_language
from openimt_clinic.patient.own_copy.moment_words import KINDS, answered, asked
from openimt_clinic.patient.sharing_view import choices_of, opened
from openimt_clinic.patient.templatetags.patient import day, moment
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.safety_plan import SafetyPlan

DIARY, STORY, MOMENTS = {"diary"}, {kind.name for kind in STORY_KINDS}, set(KINDS)


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
    made = [
        Page("diary", _("My diary"), _documents(patient, DIARY)),
        Page("moments", _("My moments"), _documents(patient, MOMENTS)),
        Page("story", _("My story"), _documents(patient, STORY)),
        Page("own", _("My skills, experiments and aims"), _documents(patient, rest)),
        Page("answers", _("My answers"), tuple(_answers(patient))),
        Page("safety-plan", _("My safety plan"), tuple(_plans(patient))),
        Page("appointments", _("My appointments"), tuple(_appointments(patient))),
        Page("sharing", _("Who sees what"), tuple(_choices(patient))),
        Page("opened", _("Who has opened my record"), tuple(_opened(patient))),
    ]
    return [page for page in made if page.blocks]


def _documents(patient: Patient, kinds: set[str]) -> tuple[Block, ...]:
    rows = PhoneDocument.objects.filter(
        patient=patient, kind__in=kinds, removed_at__isnull=True
    ).select_related("answer_set")
    return tuple(_document(one) for one in rows.order_by("about", "made_at"))


def _document(one: PhoneDocument) -> Block:
    instrument = _instrument(one.answer_set.instrument) if one.answer_set else None
    lines = tuple(
        (_asked(instrument, name, one.kind), _answered(instrument, name, value, one.kind))
        for name, value in one.values.items()
        if value not in (None, "", [])
    )
    return Block(f"{kind_words(one.kind)}, {day(one.about)}", lines)


def _answers(patient: Patient) -> Iterator[Block]:
    for one in AnswerSet.objects.filter(patient=patient).order_by("given_at"):
        instrument = _instrument(one.instrument)
        title = in_language(instrument.title, _language()) if instrument else ""
        lines = tuple(
            (_asked(instrument, item), _answered(instrument, item, value))
            for item, value in one.answers.items()
        )
        yield Block(f"{title or one.instrument}, {moment(one.given_at)}", lines)


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


def _appointments(patient: Patient) -> Iterator[Block]:
    rows = Appointment.objects.filter(patient=patient).select_related("with_whom")
    for one in rows.order_by("starts_at"):
        yield Block(moment(one.starts_at), ((one.with_whom.name, str(value_words(one.state))),))


def _choices(patient: Patient) -> Iterator[Block]:
    for choice in choices_of(patient):
        holds = _("yes") if choice.agreed else _("no")
        since = day(choice.since) if choice.since else ""
        yield Block(str(choice.words.name), ((holds, since),))


def _opened(patient: Patient) -> Iterator[Block]:
    for on, names in opened(patient):
        yield Block(day(on), (("", ", ".join(names)),))


def _instrument(name: str) -> Instrument | None:
    try:
        return load(name)
    except OpenIMTError:
        # One that was kept under an earlier version of this software: its ids stand for its words.
        return None


def _asked(instrument: Instrument | None, name: str, kind: str = "") -> str:
    items = {item.id: item for item in instrument.items} if instrument else {}
    known = items.get(name)
    return (in_language(known.says, _language()) if known else "") or asked(kind, name)


def _answered(instrument: Instrument | None, name: str, value: Any, kind: str = "") -> str:
    if value is None:
        return _("left out")
    if isinstance(value, list):
        return ", ".join(answered(kind, one) for one in value)
    items = {item.id: item for item in instrument.items} if instrument else {}
    options: Callable[[], Any] = lambda: (items[name].options or {}).get(_language(), ())  # noqa: E731
    if name in items and isinstance(value, int | float) and not isinstance(value, bool):
        words, place = options(), int(value - items[name].lowest)
        return words[place] if place < len(words) else said(float(value))
    return answered(kind, value)


def _language() -> str:
    return (get_language() or "en")[:2]
