"""Words of scenes and schemas: answers to choose from, and what is still missing, as sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt.formulate.pattern.episode import Ask, Piece
from openimt.formulate.pattern.experiment import Before
from openimt.formulate.pattern.schema import Lacks, Motive, Part, SchemaState

Words = str | Promise
Options = tuple[tuple[str, Words], ...]

RELATIONS: Options = (
    ("partner", _("partner or lover")),
    ("parent", _("mother or father")),
    ("child", _("own child")),
    ("family", _("brother, sister, others of the family")),
    ("friend", _("friend")),
    ("colleague", _("somebody at work or in class")),
    ("boss", _("boss or teacher")),
    ("treating", _("therapist or somebody of the team")),
    ("group", _("a group")),
    ("stranger", _("a stranger")),
)
CONTEXTS: Options = (
    ("home", _("home and family")),
    ("love", _("love")),
    ("work", _("work or study")),
    ("friends", _("friends and free time")),
    ("care", _("treatment")),
    ("online", _("messages and online")),
    ("public", _("out and about")),
)
MOTIVES: Mapping[Motive, Words] = {
    Motive.ATTACHMENT: _("To be loved and comforted (attachment)"),
    Motive.RANK: _("To be valued (social rank)"),
    Motive.AUTONOMY: _("To go one’s own way (autonomy, exploration)"),
    Motive.CAREGIVING: _("To look after somebody (caregiving)"),
    Motive.BELONGING: _("To belong (group)"),
    Motive.COOPERATION: _("To do something together (cooperation)"),
    Motive.SEXUALITY: _("To desire and be desired (sexuality)"),
}
RESPONSES: Mapping[str, Words] = {
    "leaves": _("the other turns away or leaves"),
    "overlooks": _("the other does not care"),
    "looks_down": _("the other looks down on them"),
    "burdened": _("it is too much for the other"),
    "controls": _("the other decides over them"),
    "attacks": _("the other attacks or blames"),
}
STATES: Mapping[SchemaState, Words] = {
    SchemaState.SUMMARY: _("Summary, not yet a schema"),
    SchemaState.HYPOTHESIS: _("Hypothesis"),
    SchemaState.SHARED: _("Shared"),
    SchemaState.CONFIRMED: _("Confirmed"),
}
PIECES: Mapping[Piece, Words] = {
    Piece.PLACE: _("place"),
    Piece.TIME: _("time"),
    Piece.PEOPLE: _("people and what was said or done"),
    Piece.INNER: _("what it felt like"),
    Piece.POINT: _("why it is told"),
}
ASKS: Mapping[Ask, Words] = {
    Ask.SCENE: _("Ask for one scene: the last time it was like that. A small one is fine."),
    Ask.ONCE: _("This is talk in general. Which one time comes to mind?"),
    Ask.PLACE: _("Where were you?"),
    Ask.TIME: _("When was it: which day, what time?"),
    Ask.PEOPLE: _("Who was there, and what was said and done, line by line?"),
    Ask.INNER: _("Just when it turned: what went on inside? Body, feeling, thought."),
    Ask.POINT: _("Of all things, what makes this one stay with you?"),
}
PARTS: Mapping[Part, Words] = {
    Part.WISH: _("Wish"),
    Part.SELF: _("How one sees oneself"),
    Part.IF_THEN: _("If … then"),
    Part.OTHER: _("How the other answers"),
    Part.OWN: _("What then goes on inside"),
    Part.COPING: _("How one protects oneself"),
    Part.COST: _("What it costs in the long run"),
}
LACKS: Mapping[Lacks, Words] = {
    Lacks.SCENES: _(
        "It fits %(fits)s of the usable scenes and needs %(scenes)s. One scene alone is a summary: "
        "a pattern shows only in several."
    ),
    Lacks.OTHERS: _(
        "All its scenes are with the same person in the same place of life. A pattern shows with "
        "at least %(others)s people or places: ask when it was so with somebody else."
    ),
    Lacks.MOTIVE: _("Say what the wish is about: one motive."),
    Lacks.WISH: _("The wish is missing. It comes first, and it is a sound one."),
    Lacks.SELF: _("How the person sees themselves as they wish is missing."),
    Lacks.HEALTHY: _("The healthy view of themselves is missing. It is part of every schema."),
    Lacks.IF_THEN: _("“If I show …, then the other will …” is missing on one side."),
    Lacks.OTHER: _("How the other seems to answer is missing."),
    Lacks.OWN: _("What then goes on inside is missing: feeling, thought, body or act."),
    Lacks.COPING: _("How the person protects themselves is missing."),
    Lacks.COST: _("What it costs in the long run is missing."),
    Lacks.SHOWN: _("Show it to the person and write down the day."),
    Lacks.AGREED: _("The person has not said that it is their own wording."),
    Lacks.LATER: _("It has to fit a scene that was told after the person saw it."),
}
FIELD_OF: Mapping[Lacks, str] = {
    Lacks.SCENES: "fits",
    Lacks.OTHERS: "fits",
    Lacks.MOTIVE: "motive",
    Lacks.WISH: "wish",
    Lacks.SELF: "self_negative",
    Lacks.HEALTHY: "self_healthy",
    Lacks.IF_THEN: "if_show",
    Lacks.OTHER: "other_response",
    Lacks.OWN: "emotion",
    Lacks.COPING: "coping",
    Lacks.COST: "cost",
    Lacks.SHOWN: "shown_on",
    Lacks.AGREED: "agrees",
    Lacks.LATER: "fits",
}
"""The field beside which each lack is said."""
BEFORE: Mapping[Before, tuple[str, Words]] = {
    Before.WISH: ("wish", _("Which wish does it serve? It is for finding out, not for proving.")),
    Before.PREDICTION: ("sure", _("Write what is expected, and how sure, from 0 to 100.")),
    Before.ACT: ("act", _("Write the small act.")),
    Before.COMFORT: ("comfort", _("Write what helps if it gets hard, before it is tried.")),
    Before.SAFE: ("safe", _("It is tried only with somebody who is safe to try it with.")),
}
