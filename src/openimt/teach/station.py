"""The shapes of the learning path: stations to read, worked cases with questions, an order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from openimt.formulate.assessment import Assessment


class About(StrEnum):
    """What a question asks the planner."""

    HELD_BACK = "held_back"
    PLACED = "placed"
    GATE = "gate"
    DUTIES = "duties"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Passage:
    """A heading with its text; ``after``: it is shown behind the questions."""

    heading: str
    text: str
    after: bool = False


@dataclass(frozen=True)
class Station:
    """One thing to read, what to try at the end, and a pause in minutes to do so."""

    id: str
    title: str
    gist: str
    passages: tuple[Passage, ...]
    try_this: str
    pause: float
    references: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything there is to read."""
        read = (text for one in self.passages for text in (one.heading, one.text))
        return (self.title, self.gist, *read, self.try_this)


@dataclass(frozen=True)
class Question:
    """``think``: a hint before the planner's own reasons are shown. ``module``: for those about
    one module."""

    ask: str
    think: str
    about: About
    module: str = ""


@dataclass(frozen=True)
class WorkedCase:
    """An invented person: a story, what is known as an assessment, and questions about the plan."""

    id: str
    title: str
    gist: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]
    assessment: Assessment = field(repr=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything there is to read but the planner's answers."""
        read = (text for one in self.passages for text in (one.heading, one.text))
        asked = (text for one in self.questions for text in (one.ask, one.think))
        return (self.title, self.gist, *read, *asked)


Stop = Station | WorkedCase


@dataclass(frozen=True)
class LearningPath:
    """The stops in their order, and how their minutes are counted."""

    title: str
    gist: str
    words_a_minute: float
    minutes_a_question: float
    stops: tuple[Stop, ...]

    def stop(self, stop_id: str) -> Stop | None:
        """The stop of that id, or None."""
        return next((one for one in self.stops if one.id == stop_id), None)

    def minutes(self, stop: Stop) -> float:
        """Time for one stop: its words read slowly, and its pause or its questions."""
        reading = words(stop.texts) / self.words_a_minute
        if isinstance(stop, WorkedCase):
            return reading + self.minutes_a_question * len(stop.questions)
        return reading + stop.pause

    @property
    def total(self) -> float:
        """Time for all of it, in minutes."""
        return sum(self.minutes(one) for one in self.stops)


def words(texts: Iterable[str]) -> int:
    """How many words there are to read."""
    return sum(len(text.split()) for text in texts)
