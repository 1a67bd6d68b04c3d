"""Something small tried out to find out: what it needs beforehand, and what was found.

Nothing about it can fail: what came otherwise than expected is as good a finding as any.
"""

from dataclasses import dataclass
from enum import StrEnum


class Before(StrEnum):
    """What an experiment needs before it is tried (OpenIMT clinical brief, 1.6, I8)."""

    WISH = "wish"
    PREDICTION = "prediction"
    ACT = "act"
    COMFORT = "comfort"
    SAFE = "safe"


@dataclass(frozen=True)
class Experiment:
    """``sure``: how sure, 0 to 100, that it comes as predicted; ``came`` the share of it that did,
    0 to 100, as the person sees it afterwards. ``safe``: the other is safe to try it with."""

    wish: str = ""
    act: str = ""
    prediction: str = ""
    sure: float | None = None
    comfort: str = ""
    safe: bool | None = None
    inside: str = ""
    outside: str = ""
    came: float | None = None
    found: str = ""


def needs(experiment: Experiment) -> tuple[Before, ...]:
    """What is still open before it is tried; nothing once something was found."""
    if is_found(experiment):
        return ()
    there = {
        Before.WISH: bool(experiment.wish),
        Before.PREDICTION: bool(experiment.prediction) and experiment.sure is not None,
        Before.ACT: bool(experiment.act),
        Before.COMFORT: bool(experiment.comfort),
        Before.SAFE: experiment.safe is True,
    }
    return tuple(one for one, done in there.items() if not done)


def is_found(experiment: Experiment) -> bool:
    """Whether anything is told of how it went, inside or outside."""
    return bool(experiment.inside or experiment.outside or experiment.found)


def surprise(experiment: Experiment) -> float | None:
    """How far it came from what was expected, 0 to 100; None while one of both is not said.

    >>> surprise(Experiment(sure=90, came=20))
    70
    """
    if experiment.sure is None or experiment.came is None:
        return None
    return abs(experiment.sure - experiment.came)
