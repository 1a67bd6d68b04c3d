"""Words for kinds, fields and answers of documents: on their pages, in the copy, for staff."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt_clinic.components.numbers import said

Words = tuple[tuple[str, str | Promise], ...]

HOW: Words = (
    ("all", gettext_lazy("I did it")),
    ("partly", gettext_lazy("A part of it")),
    ("in_the_way", gettext_lazy("Something got in the way")),
)
REASONS: Words = (
    ("too_big", gettext_lazy("It was too big")),
    ("shame", gettext_lazy("I felt ashamed")),
    ("crisis", gettext_lazy("The days were too hard")),
    ("forgotten", gettext_lazy("I forgot")),
    ("other", gettext_lazy("Something else")),
)
HELPED: Words = (
    ("a_lot", gettext_lazy("It helped a lot")),
    ("a_little", gettext_lazy("It helped a little")),
    ("not_this_time", gettext_lazy("Not this time")),
)
FOUND: Words = (
    ("as_expected", gettext_lazy("About as I thought")),
    ("otherwise", gettext_lazy("It came out another way")),
    ("not_tried", gettext_lazy("I did not try it, and I know why")),
)
YES_NO: Words = (("true", gettext_lazy("Yes")), ("false", gettext_lazy("No")))
READS: Words = (
    ("true", gettext_lazy("My team may read it")),
    ("false", gettext_lazy("Only me")),
)

KINDS: Mapping[str, str | Promise] = {
    "diary": gettext_lazy("My card"),
    "moment": gettext_lazy("Something happened"),
    "pause": gettext_lazy("Pause"),
    "rehearsal": gettext_lazy("Getting ready"),
    "skill": gettext_lazy("What helps me"),
    "experiment": gettext_lazy("My experiment"),
    "target": gettext_lazy("My aims"),
    "homework": gettext_lazy("How it went"),
    "form": gettext_lazy("My answers"),
    "line_point": gettext_lazy("A point on my line"),
    "chapter": gettext_lazy("A chapter"),
    "scene": gettext_lazy("A scene"),
    "value": gettext_lazy("What matters to me"),
    "next_chapter": gettext_lazy("My next chapter"),
    "story_stop": gettext_lazy("I stopped while writing my story"),
    "look": gettext_lazy("Looking back"),
    "plan_opened": gettext_lazy("I opened my safety plan"),
    "talk": gettext_lazy("What I want to talk about first"),
}
FIELDS: Mapping[str, str | Promise] = {
    "how": gettext_lazy("How did it go?"),
    "what": gettext_lazy("If something got in the way: what was it?"),
    "words": gettext_lazy("My own words"),
    "title": gettext_lazy("What do I call it?"),
    "favourite": gettext_lazy("One of my favourites"),
    "helped": gettext_lazy("How was it this time?"),
    "goal": gettext_lazy("What will I try?"),
    "wish": gettext_lazy("Which wish of mine does it serve?"),
    "expect": gettext_lazy("What do I think will happen?"),
    "watch": gettext_lazy("What will I look at inside me?"),
    "on": gettext_lazy("On which day?"),
    "when": gettext_lazy("When and where?"),
    "happened": gettext_lazy("What happened?"),
    "found": gettext_lazy("How was it, next to what I thought?"),
    "learned": gettext_lazy("What do I know now?"),
    "year": gettext_lazy("The year"),
    "age": gettext_lazy("Or: how old I was"),
    "about": gettext_lazy("Or: about when, in my words"),
    "span": gettext_lazy("From when to when, in my words"),
    "tone": gettext_lazy("What would you call it?"),
    "text": gettext_lazy("My own words"),
    "where": gettext_lazy("Where was I?"),
    "who": gettext_lazy("Who was there?"),
    "felt": gettext_lazy("What did I feel?"),
    "did": gettext_lazy("What did I do?"),
    "why": gettext_lazy("Why do I tell it?"),
    "done": gettext_lazy("Finished"),
    "shared": gettext_lazy("My team may read it"),
    "after": gettext_lazy("Or: it comes after"),
    "of": gettext_lazy("What I came back to"),
    "opened": gettext_lazy("I opened my safety plan"),
    "stopped": gettext_lazy("I stopped while writing my story"),
    "first": gettext_lazy("I want to talk about it first"),
    "keep_back": gettext_lazy("I keep this to myself. Nobody of the team sees it."),
}
STATES: Mapping[str, str | Promise] = {
    "planned": gettext_lazy("planned"),
    "kept": gettext_lazy("we met"),
    "cancelled_with_notice": gettext_lazy("cancelled"),
    "cancelled_by_us": gettext_lazy("cancelled by the clinic"),
    "missed": gettext_lazy("we did not meet"),
}
ANSWERS: Mapping[str, str | Promise] = dict((*HOW, *REASONS, *HELPED, *FOUND)) | dict(STATES)


def kind_words(kind: str) -> str:
    """What a document of this kind is called."""
    return str(KINDS.get(kind, kind.replace("_", " ")))


def field_words(name: str) -> str:
    """What a field is called; one without words keeps its own name."""
    if name.endswith("_words"):
        return _("My own words")
    return str(FIELDS.get(name, name.replace("_", " ")))


def value_words(value: object) -> str:
    """An answer in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return said(float(value))
    return str(ANSWERS.get(str(value), value))
