"""The screening: what was answered, what comes first because of it, and what is not known yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from openimt.assess.front_door.asked import FrontDoor, front_door
from openimt.errors import AssessmentError

YES, UNKNOWN = "yes", "unknown"
ANSWERS = (YES, "no", UNKNOWN)


@dataclass(frozen=True)
class Answered:
    """One answer with its note. Unknown is an answer, too: somebody asked and does not know."""

    answer: str
    note: str = ""


@dataclass(frozen=True)
class Screened:
    """``danger``: somebody is in danger now. ``treat_first``: what else comes before therapy.
    ``to_ask``: questions without an answer, or answered *not known*."""

    danger: bool
    treat_first: tuple[str, ...]
    to_ask: tuple[str, ...]


def checked(
    answers: Mapping[str, Answered], door: FrontDoor | None = None
) -> Mapping[str, Answered]:
    """The answers, if each is one; raises AssessmentError naming the question."""
    known = {one.id for one in (door or front_door()).questions}
    for name, given in answers.items():
        if name not in known:
            raise AssessmentError(f"the screening asks nothing called '{name}'", field=name)
        if given.answer not in ANSWERS:
            raise AssessmentError("answer yes, no or not known", field=name)
    return answers


def screened(answers: Mapping[str, Answered], door: FrontDoor | None = None) -> Screened:
    """What follows from the answers. Danger is never concluded to be absent from silence.

    >>> found = screened({"danger_now": Answered("yes")})
    >>> found.danger, len(found.to_ask)
    (True, 8)
    """
    door = door or front_door()

    def says(name: str) -> str:
        return answers[name].answer if name in answers else UNKNOWN

    return Screened(
        danger=any(one.first and says(one.id) == YES for one in door.questions),
        treat_first=tuple(one.says for one in door.in_group("first") if says(one.id) == YES),
        to_ask=tuple(one.says for one in door.questions if says(one.id) == UNKNOWN),
    )
