"""An interpersonal schema: its parts, the scenes it rests on, and what each state of it asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openimt.formulate.pattern.episode import Episode, meter
from openimt.formulate.pattern.limits import limits


class Motive(StrEnum):
    """What a wish is about: the list of metacognitive interpersonal therapy; one a schema."""

    ATTACHMENT = "attachment"
    RANK = "rank"
    AUTONOMY = "autonomy"
    CAREGIVING = "caregiving"
    BELONGING = "belonging"
    COOPERATION = "cooperation"
    SEXUALITY = "sexuality"


class SchemaState(StrEnum):
    """How far a schema has come. One scene alone is a summary, and no schema."""

    SUMMARY = "summary"
    HYPOTHESIS = "hypothesis"
    SHARED = "shared"
    CONFIRMED = "confirmed"

    @property
    def after(self) -> "SchemaState | None":
        """The state that comes next, if any."""
        every = tuple(SchemaState)
        place = every.index(self) + 1
        return every[place] if place < len(every) else None


class Part(StrEnum):
    """The seven parts of the loop, in the order in which it is walked."""

    WISH = "wish"
    SELF = "self"
    IF_THEN = "if_then"
    OTHER = "other"
    OWN = "own"
    COPING = "coping"
    COST = "cost"


class Lacks(StrEnum):
    """What still stands before a state. The web has the sentence for each."""

    SCENES = "scenes"
    OTHERS = "others"
    MOTIVE = "motive"
    WISH = "wish"
    SELF = "self"
    HEALTHY = "healthy"
    IF_THEN = "if_then"
    OTHER = "other"
    OWN = "own"
    COPING = "coping"
    COST = "cost"
    SHOWN = "shown"
    AGREED = "agreed"
    LATER = "later"


@dataclass(frozen=True)
class Schema:
    """A repeating pattern with others, in the person's words as far as there are any.

    ``if_show`` and ``then_other``: "if I show this, the other will do that". ``emotion`` to
    ``act``: the own response in four parts. ``fits`` and ``unlike``: ids of scenes that it fits,
    and of those that speak against it. ``shown_on``: the day the person saw it.
    ``agrees``: whether they find it their own.
    """

    motive: Motive | None = None
    wish: str = ""
    self_negative: str = ""
    self_healthy: str = ""
    if_show: str = ""
    then_other: str = ""
    other_response: str = ""
    emotion: str = ""
    thought: str = ""
    body: str = ""
    act: str = ""
    coping: str = ""
    cost: str = ""
    fits: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    shown_on: date | None = None
    agrees: bool | None = None


@dataclass(frozen=True)
class Told:
    """A scene and the day on which it was told."""

    episode: Episode
    on: date


@dataclass(frozen=True)
class Ground:
    """What a schema rests on. ``fits``: usable scenes that it fits; ``unlike``: that speak against
    it. ``others``: with how many different people, or in how many places of life, the more of
    both. ``later``: a scene that it fits was told after the person had seen it."""

    fits: int
    unlike: int
    others: int
    later: bool


def ground(schema: Schema, told: Sequence[Told]) -> Ground:
    """Counts over the scenes that are still there, each once; unusable ones count for nothing."""
    usable = [one for one in told if meter(one.episode).usable]
    fitting = [one for one in usable if one.episode.id in schema.fits]
    relations = {one.episode.relation for one in fitting} - {""}
    contexts = {one.episode.context for one in fitting} - {""}
    shown = schema.shown_on
    return Ground(
        fits=len({one.episode.id for one in fitting}),
        unlike=len({one.episode.id for one in usable if one.episode.id in schema.unlike}),
        others=max(len(relations), len(contexts)),
        later=shown is not None and any(one.on > shown for one in fitting),
    )


def lacks(schema: Schema, told: Sequence[Told], state: SchemaState, scenes: int) -> list[Lacks]:
    """What still stands before the state, those before it included.

    ``scenes``: from so many on one may speak of a pattern (a number of the catalogue).

    >>> [one.value for one in lacks(Schema(), (), SchemaState.SUMMARY, 3)]
    ['wish', 'other']
    """
    base, found = ground(schema, told), list[Lacks]()
    for each in SchemaState:
        found += [one for one in _ASKS[each](schema, base, scenes) if one not in found]
        if each is state:
            return found
    return found


def reached(schema: Schema, told: Sequence[Told], scenes: int) -> SchemaState | None:
    """The furthest state that nothing stands before; None while even a summary lacks its ends."""
    found = None
    for state in SchemaState:
        if lacks(schema, told, state, scenes):
            return found
        found = state
    return found


def parts_said(schema: Schema) -> tuple[Part, ...]:
    """The parts of the loop in which anything is said."""
    said = {
        Part.WISH: (schema.wish,),
        Part.SELF: (schema.self_negative, schema.self_healthy),
        Part.IF_THEN: (schema.if_show, schema.then_other),
        Part.OTHER: (schema.other_response,),
        Part.OWN: (schema.emotion, schema.thought, schema.body, schema.act),
        Part.COPING: (schema.coping,),
        Part.COST: (schema.cost,),
    }
    return tuple(part for part, texts in said.items() if any(text.strip() for text in texts))


def _summary(schema: Schema, _: Ground, __: int) -> list[Lacks]:
    return _unsaid(schema, Part.WISH, Part.OTHER)


def _hypothesis(schema: Schema, base: Ground, scenes: int) -> list[Lacks]:
    few = [Lacks.SCENES] if base.fits < scenes else []
    alike = [Lacks.OTHERS] if base.others < limits().others else []
    motive = [] if schema.motive else [Lacks.MOTIVE]
    both = schema.if_show.strip() and schema.then_other.strip()
    rule = [] if both else [Lacks.IF_THEN]
    return [*few, *alike, *motive, *rule, *_unsaid(schema, Part.SELF, Part.OWN)]


def _shared(schema: Schema, _: Ground, __: int) -> list[Lacks]:
    healthy = [] if schema.self_healthy.strip() else [Lacks.HEALTHY]
    shown = [] if schema.shown_on else [Lacks.SHOWN]
    return [*healthy, *_unsaid(schema, Part.COPING, Part.COST), *shown]


def _confirmed(schema: Schema, base: Ground, _: int) -> list[Lacks]:
    agreed = [] if schema.agrees else [Lacks.AGREED]
    return [*agreed, *([] if base.later else [Lacks.LATER])]


def _unsaid(schema: Schema, *parts: Part) -> list[Lacks]:
    said = parts_said(schema)
    return [Lacks(part.value) for part in parts if part not in said]


_ASKS = {
    SchemaState.SUMMARY: _summary,
    SchemaState.HYPOTHESIS: _hypothesis,
    SchemaState.SHARED: _shared,
    SchemaState.CONFIRMED: _confirmed,
}
