"""A narrative episode: five pieces, what is missing, and when no more is asked."""

from dataclasses import dataclass
from enum import StrEnum

from openimt.formulate.pattern.limits import limits
from openimt.formulate.pattern.talk import general_words, trauma_words


class Piece(StrEnum):
    """The five pieces of a scene, a point each (OpenIMT clinical brief, 2.2)."""

    PLACE = "place"
    TIME = "time"
    PEOPLE = "people"
    INNER = "inner"
    POINT = "point"


class Ask(StrEnum):
    """What one would ask next: a piece, one scene instead of many, one occasion, or nothing."""

    PLACE = "place"
    TIME = "time"
    PEOPLE = "people"
    INNER = "inner"
    POINT = "point"
    SCENE = "scene"
    ONCE = "once"


@dataclass(frozen=True)
class Episode:
    """One occasion as it was told. ``id`` stays the same in all versions.

    ``happened``: what was said and done. ``relation``: who the other is to the person;
    ``context``: the place of life it belongs to. ``once``: whether it was one single occasion.
    ``trauma``: what the therapist says of it; None = nobody has said.
    """

    id: str = ""
    title: str = ""
    place: str = ""
    when: str = ""
    who: str = ""
    happened: str = ""
    wish: str = ""
    feelings: str = ""
    thoughts: str = ""
    body: str = ""
    did: str = ""
    point: str = ""
    relation: str = ""
    context: str = ""
    once: bool | None = None
    trauma: bool | None = None
    language: str = "en"

    @property
    def told(self) -> str:
        """Everything that was written of it, as one text."""
        parts = (
            self.title, self.place, self.when, self.who, self.happened, self.wish,
            self.feelings, self.thoughts, self.body, self.did, self.point,
        )  # fmt: skip
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True)
class Meter:
    """How whole a scene is. ``score``: 0 to 5. ``asks``: what to ask next, in order; nothing while
    ``stopped``. ``general``: words of talk in general that stand in it. ``usable``: it can be
    worked with. ``stopped``: it tells of trauma, or may: settle, do not ask on, and build nothing
    on it. ``reviewed``: a person has said whether it does."""

    has: tuple[Piece, ...]
    misses: tuple[Piece, ...]
    asks: tuple[Ask, ...]
    general: tuple[str, ...]
    usable: bool
    stopped: bool
    reviewed: bool

    @property
    def score(self) -> int:
        """One point for each piece that is there."""
        return len(self.has)


def meter(episode: Episode) -> Meter:
    """What the scene has, what it lacks, and what to ask; nothing is read into words.

    >>> told = Episode(place="kitchen", when="Sunday, 9", who="my sister")
    >>> [piece.value for piece in meter(told).has], meter(told).asks[0].value
    (['place', 'time'], 'scene')
    """
    there = pieces(episode)
    misses = tuple(piece for piece in Piece if piece not in there)
    stopped, general = is_stopped(episode), general_words(episode.happened, episode.language)
    enough = len(there) >= limits().usable
    return Meter(
        has=there,
        misses=misses,
        asks=() if stopped else _asks(episode, there, misses, general),
        general=general,
        usable=enough and episode.once is not False and not stopped,
        stopped=stopped,
        reviewed=episode.trauma is not None,
    )


def pieces(episode: Episode) -> tuple[Piece, ...]:
    """The pieces that are there. People count with what was said or done between them."""
    there = {
        Piece.PLACE: episode.place,
        Piece.TIME: episode.when,
        Piece.PEOPLE: episode.who and episode.happened,
        Piece.INNER: episode.feelings or episode.thoughts or episode.body,
        Piece.POINT: episode.point,
    }
    return tuple(piece for piece, told in there.items() if told.strip())


def is_stopped(episode: Episode) -> bool:
    """Whether questions stop: the therapist says it is trauma, or words may tell of it and nobody
    has looked yet. A person's *no* stands before the words."""
    if episode.trauma is not None:
        return episode.trauma
    return bool(trauma_words(episode.told, episode.language))


def _asks(
    episode: Episode, there: tuple[Piece, ...], misses: tuple[Piece, ...], general: tuple[str, ...]
) -> tuple[Ask, ...]:
    first = (Ask.SCENE,) if len(there) <= limits().ask_for_scene else ()
    manifold = episode.once is False or (bool(general) and episode.once is None)
    once = (Ask.ONCE,) if manifold else ()
    return (*first, *once, *(Ask(piece.value) for piece in misses))
