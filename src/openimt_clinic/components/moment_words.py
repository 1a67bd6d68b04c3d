"""The words that can be picked on these pages, in the order in which they stand."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = tuple[tuple[str, str | Promise], ...]

WHEN: Choices = (
    ("now", _("Just now")),
    ("today", _("Earlier today")),
    ("yesterday", _("Yesterday")),
    ("longer", _("Longer ago")),
)
FEELINGS: Choices = (
    ("angry", _("angry")),
    ("hurt", _("hurt")),
    ("afraid", _("afraid")),
    ("ashamed", _("ashamed")),
    ("sad", _("sad")),
    ("alone", _("alone")),
    ("empty", _("empty")),
    ("guilty", _("guilty")),
    ("jealous", _("jealous")),
    ("confused", _("mixed up")),
)
BODY: Choices = (
    ("head", _("head")),
    ("throat", _("throat")),
    ("chest", _("chest")),
    ("belly", _("belly")),
    ("hands", _("arms and hands")),
    ("legs", _("legs")),
    ("all_over", _("all over")),
    ("nowhere", _("I could not feel it")),
)
YES_NO: Choices = (("false", _("No")), ("true", _("Yes")))
CHOSE: Choices = (
    ("wait", _("Wait 20 minutes")),
    ("ask", _("Ask them")),
    ("act", _("Do something now")),
)
UNDER_CHOICE = {
    "wait": _("and then look again"),
    "ask": _("help me find words"),
    "act": _("one small step"),
}
ASKING: Choices = (
    ("meant", _("What did they mean?")),
    ("feeling", _("Say how I feel")),
    ("need", _("Ask for something")),
)
OPENERS = {
    "meant": (
        _("“I am not sure how you meant that. Can you tell me?”"),
        _("“I have a guess, and I may be wrong. What was going on for you?”"),
        _("“Can we talk about this later today? I want to understand it.”"),
    ),
    "feeling": (
        _("“When that happened, it hurt me. I want you to know that.”"),
        _("“I am wound up right now. Can we go slowly?”"),
        _("“This matters to me. You matter to me, too.”"),
    ),
    "need": (
        _("“It would help me to know when I will hear from you.”"),
        _("“Can you tell me if we are all right?”"),
        _("“I need a bit of time. I will write to you tonight.”"),
    ),
}
CONFLICT: Choices = (
    ("avoided", _("It did not come to a fight")),
    ("came", _("There was a fight")),
    ("none", _("There was none near")),
)
TURNED_OUT: Choices = (
    ("confirmed", _("As I thought")),
    ("partly", _("Partly")),
    ("other", _("Something else")),
    ("unknown", _("Don’t know yet")),
)
NAMES = {
    "pause": _("Pause"),
    "rehearsal": _("Rehearsal"),
    "moment": _("Something happened"),
}
