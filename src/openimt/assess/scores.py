"""Answers in, scores out: the two frozen values at either end of ``assess.score``."""

from collections.abc import Mapping
from dataclasses import dataclass

from openimt.terms import Response


@dataclass(frozen=True)
class Answers:
    """One person's answers to one instrument on one occasion; None = not answered."""

    person: str
    occasion: str
    values: Mapping[str, float | None]


@dataclass(frozen=True)
class ScaleScore:
    """A score: its value, how many of how many items were answered, and its band if it has one."""

    value: float
    answered: int
    of: int
    band: str | None


@dataclass(frozen=True)
class WorryingAnswer:
    """An answer that calls for a response by a person."""

    item: str
    answer: float
    response: Response
    says: str = ""


@dataclass(frozen=True)
class Scores:
    """What one set of answers gives. ``unscorable`` says for each scale why it has no score."""

    instrument: str
    version: str
    person: str
    occasion: str
    scales: Mapping[str, ScaleScore]
    unscorable: Mapping[str, str]
    safety: tuple[WorryingAnswer, ...]
    warnings: tuple[str, ...] = ()
