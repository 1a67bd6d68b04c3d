"""The parts of a therapy beside its phases and gates: each a frozen shape that a table fills."""

from dataclasses import dataclass
from enum import StrEnum

from openimt.catalogue.condition import Condition
from openimt.terms import EventKind, Phase


class TherapyKind(StrEnum):
    """A complete therapy can run a course; a lender lends its modules to others and cannot."""

    COMPLETE = "complete"
    LENDER = "lender"


class Use(StrEnum):
    """What a step of a procedure allows: making a scene vivid, or changing it."""

    EXPLORE = "explore"
    CHANGE = "change"


class FieldKind(StrEnum):
    """How a field of a diary is answered."""

    ZERO_TO_5 = "0-5"
    ZERO_TO_7 = "0-7"
    ZERO_TO_10 = "0-10"
    ZERO_TO_100 = "0-100"
    YES_NO = "yes_no"
    HOURS = "hours"
    CHOICE = "choice"
    TEXT = "text"


class Part(StrEnum):
    """Which side of a behaviour a field of a diary tells of; the two are never one field."""

    URGE = "urge"
    ACT = "act"


@dataclass(frozen=True)
class Lent:
    """What a therapy gives to one module, for whoever works under another therapy."""

    module: str
    says: str


@dataclass(frozen=True)
class Stage:
    """A stretch of a course in the therapy's own words, and the phases in which it lies.

    While ``over_when`` is met the stage lies behind the person.
    """

    id: str
    name: str
    says: str
    phases: tuple[Phase, ...]
    over_when: Condition | None = None


@dataclass(frozen=True)
class ProcedureStep:
    """One step of a decision procedure: what to do, and when to go on or back.

    ``holds_when`` is met once the records show the step as done; a named person's judgement of
    the step stands in for it. ``modules`` are those whose work the step is; ``allows`` what
    techniques may do here.
    """

    id: str
    name: str
    stage: str
    do: str
    advance_when: str
    step_back_when: str = ""
    step_back_to: str = ""
    allows: tuple[Use, ...] = ()
    modules: tuple[str, ...] = ()
    holds_when: Condition | None = None


@dataclass(frozen=True)
class Regulator:
    """What interrupts a procedure at any step: while ``when`` is met, this comes first."""

    id: str
    name: str
    seen_by: str
    do: str
    when: Condition | None = None


@dataclass(frozen=True)
class Procedure:
    """How the therapy decides what to do next. ``ordered``: a step waits for the one before."""

    says: str
    ordered: bool
    steps: tuple[ProcedureStep, ...]
    regulators: tuple[Regulator, ...] = ()

    def step(self, step_id: str) -> ProcedureStep:
        """The step of that id."""
        return next(step for step in self.steps if step.id == step_id)


@dataclass(frozen=True)
class Level:
    """One level of a hierarchy of targets, and what puts a matter there.

    ``near``: facts that point ahead, which go before ``past``: facts of the last days.
    ``common``: common modules whose need for repair belongs here; ``modules``: specific ones whose
    work does; ``diary``: fields of the diary; ``resources``: kinds of resource to look at.
    """

    id: str
    name: str
    says: str
    puts_there: tuple[str, ...]
    near: tuple[EventKind, ...] = ()
    past: tuple[EventKind, ...] = ()
    common: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    diary: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hierarchy:
    """What comes first when there is more than one session can hold."""

    says: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Mode:
    """One form in which the therapy is given, its length in minutes (0 = not fixed) and rhythm.

    ``checked``: whether the named source was compared with these numbers.
    """

    id: str
    name: str
    says: str
    rhythm: str
    source: str
    checked: bool
    minutes_least: int = 0
    minutes_most: int = 0


@dataclass(frozen=True)
class BetweenRule:
    """A rule for the time between sessions; ``never`` says what it never does.

    ``numbers`` are settings that the rule uses.
    """

    id: str
    name: str
    says: str
    never: str
    source: str
    checked: bool
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class FidelityConcept:
    """One thing an observer would see in a session that is true to the therapy."""

    id: str
    says: str


@dataclass(frozen=True)
class FidelityFact:
    """What is known about telling fidelity, with the reference it comes from."""

    says: str
    source: str
    checked: bool


@dataclass(frozen=True)
class Fidelity:
    """How one tells that the therapy was given: an observer first; rating oneself only prompts."""

    says: str
    observer: str
    self_rating: str
    concepts: tuple[FidelityConcept, ...]
    facts: tuple[FidelityFact, ...] = ()


@dataclass(frozen=True)
class DiaryField:
    """One field of a diary or log. ``about`` and ``part``: an urge or an act, of what.

    ``item`` is the item of the diary's instrument that asks it here, if one does; ``every`` is
    said where its rhythm is not the diary's.
    """

    id: str
    says: str
    kind: FieldKind
    about: str = ""
    part: Part | None = None
    item: str = ""
    choices: tuple[str, ...] = ()
    every: str = ""


@dataclass(frozen=True)
class Diary:
    """What the person notes between sessions, how often, and what an empty place means."""

    name: str
    says: str
    every: str
    blank_says: str
    fields: tuple[DiaryField, ...]
    instrument: str = ""


@dataclass(frozen=True)
class State:
    """A state between people, how it looks, how to answer it, and what turns it into another."""

    id: str
    name: str
    looks_like: str
    respond: str
    turns: str
