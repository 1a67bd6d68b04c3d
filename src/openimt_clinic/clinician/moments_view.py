"""One moment on one page, as it was told: in the order of the questions, nothing interpreted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from openimt.assess.library import load
from openimt.deliver.moments.elapsed import elapsed
from openimt.deliver.moments.gaps import not_told
from openimt.deliver.moments.moment import Felt, LaterLook, Moment, Pause, Rehearsal
from openimt_clinic.clinician.answer_set_page import answer_lines
from openimt_clinic.components import moment_words as words
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.mapping.moments import (
    LOOK,
    MOMENT,
    PAUSE,
    moment_of,
    pause_of,
    rehearsal_of,
)
from openimt_clinic.records.phone_document import PhoneDocument

Words = words.Choices
PIECES = {
    "place": gettext_lazy("where"),
    "time": gettext_lazy("when"),
    "people": gettext_lazy("who"),
    "scene": gettext_lazy("what happened"),
    "inner": gettext_lazy("what was felt"),
    "point": gettext_lazy("what was hoped for"),
}
"""What a narrative episode is made of, in a word each."""


@dataclass(frozen=True)
class Row:
    """A question and what was told. ``piece``: a piece of an episode that is not told."""

    asks: str
    says: str
    piece: bool = False


@dataclass(frozen=True)
class Answered:
    """What was said about safety at one time."""

    at: datetime
    came_back: bool
    lines: tuple[tuple[str, str], ...]


def safety_of(document: PhoneDocument) -> list[Answered]:
    """The answers about safety, and those given on coming back to it, oldest first."""
    looks = PhoneDocument.objects.filter(
        patient=document.patient_id, kind=LOOK, fields__of__value=document.name
    ).select_related("answer_set")
    sets = [(document.answer_set, False), *((look.answer_set, True) for look in looks)]
    found = [_answered(kept, came_back) for kept, came_back in sets if kept]
    return sorted(found, key=lambda one: one.at)


def _answered(kept: AnswerSet, came_back: bool) -> Answered:
    shape = load(kept.instrument)
    given = {item: value for item, value in kept.answers.items() if value is not None}
    lines = answer_lines(shape, given, get_language() or "en")
    told = zip(shape.items, lines, strict=True)
    return Answered(
        kept.given_at, came_back, tuple(line for item, line in told if item.id in given)
    )


def rows_of(document: PhoneDocument) -> tuple[Row, ...]:
    """The questions in their order, with what was told to each."""
    if document.kind == MOMENT:
        return tuple(_moment(moment_of(document)))
    if document.kind == PAUSE:
        return tuple(_pause(pause_of(document)))
    return tuple(_rehearsal(rehearsal_of(document)))


def facts_of(document: PhoneDocument) -> tuple[str, ...]:
    """Of a moment, in short: how sure before and after, how soon noted, what is not told."""
    if document.kind != MOMENT:
        return ()
    told = moment_of(document)
    sure = [f"{value:g}" for value in (told.sure, told.sure_now) if value is not None]
    noted = _time(elapsed(told.at, told.happened))
    lacks = [str(PIECES[piece]) for piece in not_told(told)]
    says = (
        _("Sure: %(sure)s of 100") % {"sure": " → ".join(sure)} if sure else "",
        _("noted after %(time)s") % {"time": noted} if noted else "",
        _("not told: %(pieces)s") % {"pieces": ", ".join(lacks)} if lacks else "",
    )
    return tuple(filter(None, says))


def _moment(told: Moment) -> Iterator[Row]:
    lacks = not_told(told)
    yield Row(_("When it was"), _word(words.WHEN, told.when) or _at(told.happened), "time" in lacks)
    yield Row(_("From event to log"), _time(elapsed(told.at, told.happened)))
    yield Row(_("Where"), told.place, "place" in lacks)
    yield Row(_("Who was there"), told.who, "people" in lacks)
    yield Row(_("As a camera saw it"), told.scene, "scene" in lacks)
    yield Row(_("Hoped for"), told.wish, "point" in lacks)
    yield Row(_("Took it to mean"), told.meaning)
    yield Row(_("How sure"), _of(told.sure, 100))
    yield Row(_("Felt"), _feelings(told.feelings), "inner" in lacks)
    yield Row(_("In the body"), ", ".join(_word(words.BODY, one) for one in told.body))
    yield Row(_("Did, or wanted to do"), told.did)
    yield Row(_("What came of it"), told.came)
    yield Row(_("Reminds of other times"), _yes(told.reminds))
    yield Row(_("Threat, force or violence"), _yes(told.threat))
    yield Row(_("What else it could be about"), "\n".join(told.others))
    yield Row(_("How sure of the first reading then"), _of(told.sure_now, 100))
    yield Row(_("Could find out or try"), told.find_out)
    yield from _later(told.later)


def _pause(told: Pause) -> Iterator[Row]:
    yield Row(_("What was said or done"), told.said)
    yield Row(_("Took it to mean"), told.meaning)
    yield Row(_("How sure"), _of(told.sure, 100))
    yield Row(_("How strong"), _of(told.strength, 10))
    yield Row(_("Chose"), _word(words.CHOSE, told.chose))
    yield from _later(told.later)


def _rehearsal(told: Rehearsal) -> Iterator[Row]:
    yield Row(_("Whom to meet"), told.who)
    yield Row(_("What the person fears they think"), told.fear)
    yield Row(_("What the person wants"), told.wish)
    yield Row(_("Can say first"), told.first_words)
    yield Row(_("If it gets hard"), told.if_hard)
    yield Row(_("How strong before"), _of(told.strength, 10))
    yield Row(_("What happened in fact"), told.happened)
    yield Row(_("How strong it was"), _of(told.strength_after, 10))
    yield Row(_("Knows now"), told.learned)


def _later(look: LaterLook) -> Iterator[Row]:
    yield Row(_("Hours later, how strong"), _of(look.strength, 10))
    yield Row(_("Conflict"), _word(words.CONFLICT, look.conflict or ""))
    yield Row(_("What it turned out to be"), _word(words.TURNED_OUT, look.turned_out or ""))
    yield Row(_("Known how"), look.known_how)


def _word(choices: Words, value: str) -> str:
    known: dict[str, str | Promise] = dict(choices)
    return str(known.get(value, ""))


def _of(value: float | None, most: int) -> str:
    return "" if value is None else _("%(n)g of %(most)d") % {"n": value, "most": most}


def _yes(value: bool | None) -> str:
    if value is None:
        return ""
    return _("Yes") if value else _("No")


def _feelings(felt: tuple[Felt, ...]) -> str:
    def one(feeling: Felt) -> str:
        word = _word(words.FEELINGS, feeling.word) or feeling.word
        return word if feeling.strength is None else f"{word} {feeling.strength:g}"

    return ", ".join(map(one, felt))


def _at(happened: datetime | None) -> str:
    return f"{happened:%H:%M}" if happened else ""


def _time(passed: timedelta | None) -> str:
    if passed is None:
        return ""
    minutes = round(passed.total_seconds() / 60)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
