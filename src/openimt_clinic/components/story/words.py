"""What the pages of the story are called and ask, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt.deliver.story.shapes import Tone

Words = str | Promise


@dataclass(frozen=True)
class Field:
    """One question. ``rows``: how tall its box is; 0 is one line. ``number``: digits alone."""

    name: str
    label: Words
    help: Words = ""
    rows: int = 0
    number: bool = False


@dataclass(frozen=True)
class Sort:
    """What one can keep of a story. ``first``: what a title page asks. ``more``: what can be
    written once there is a title. ``orders``: one comes after another. ``for_staff``: how
    those who treat call it, where the person says *my*."""

    kind: str
    name: Words
    many: Words
    add: Words
    says: Words
    first: tuple[Field, ...]
    more: tuple[Field, ...] = ()
    has_tone: bool = True
    orders: bool = False
    for_staff: Words = ""

    @property
    def called(self) -> Words:
        """Its name on staff pages."""
        return self.for_staff or self.many

    @property
    def labels(self) -> Mapping[str, Words]:
        """Every question by its field."""
        return {field.name: field.label for field in (*self.first, *self.more)}


TITLE_HELP = _("A few words. Only you need to know what they mean.")

POINT = Sort(
    "line_point",
    _("A point on my line"),
    _("My life-line"),
    _("Add a point"),
    _(
        "Give times of your life a title. Begin with good ones, even very short ones. A hard time "
        "needs a title only. It may also stay an empty box."
    ),
    (
        Field("title", _("A title"), TITLE_HELP),
        Field("year", _("The year"), number=True),
        Field("age", _("Or: how old I was"), number=True),
        Field("about", _("Or: about when, in my words")),
    ),
    orders=True,
    for_staff=_("Life-line"),
)
CHAPTER = Sort(
    "chapter",
    _("A chapter"),
    _("Chapters"),
    _("Add a chapter"),
    _("If your life were a book, what would its chapters be called? Titles alone make a book."),
    (
        Field("title", _("A title"), TITLE_HELP),
        Field("span", _("From when to when, in my words")),
    ),
    (Field("text", _("What this chapter is about"), rows=10),),
    orders=True,
)
SCENE = Sort(
    "scene",
    _("A scene"),
    _("Scenes"),
    _("Add a scene"),
    _("One moment that you would like to keep. Good ones first. Ten minutes of a day are enough."),
    (
        Field("title", _("A title"), TITLE_HELP),
        Field("when", _("When was it?")),
    ),
    (
        Field("where", _("Where was I?")),
        Field("who", _("Who was there?")),
        Field("happened", _("What happened?"), rows=5),
        Field("felt", _("What did I feel?"), rows=3),
        Field("did", _("What did I do?"), rows=3),
        Field("why", _("Why do I tell it?"), _("What it shows of me, or what I am good at."), 3),
    ),
)
VALUE = Sort(
    "value",
    _("What matters to me"),
    _("What matters to me"),
    _("Add what matters"),
    _("People, things, ways to be. Write what counts for you, not what should count."),
    (
        Field("title", _("What matters to me")),
        Field("text", _("How it shows, or a small step"), rows=3),
    ),
    has_tone=False,
    for_staff=_("What matters"),
)
NEXT = Sort(
    "next_chapter",
    _("My next chapter"),
    _("My next chapter"),
    _("Add a next chapter"),
    _("A title for what could come next. You may change it as often as you like."),
    (
        Field("title", _("A title"), TITLE_HELP),
        Field("text", _("What it is about, and what I do in it"), rows=4),
    ),
    has_tone=False,
    for_staff=_("Next chapter"),
)
SORTS: Mapping[str, Sort] = {one.kind: one for one in (POINT, CHAPTER, SCENE, VALUE, NEXT)}

TONES: Mapping[Tone, Words] = {
    Tone.GOOD: _("good"),
    Tone.TURNING: _("a turning point"),
    Tone.HARD: _("hard"),
    Tone.UNSAID: _("I leave that open"),
}
"""How a person may call an entry; good comes first."""

NOT_YET = _("We start this together when hard days are steadier.")
