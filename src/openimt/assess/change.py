"""Reliable change and clinical significance after Jacobson and Truax.

Jacobson NS, Truax P (1991). Clinical significance: a statistical approach to defining meaningful
change in psychotherapy research. J Consult Clin Psychol 59:12-19, doi:10.1037/0022-006X.59.1.12.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from openimt.assess.instrument import Instrument, Norm
from openimt.errors import ScoringError

CRITERION = 1.96
"""A change this many standard errors large is chance in one of twenty people (both sides)."""


class Changed(StrEnum):
    """What became of one person between two occasions."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"


@dataclass(frozen=True)
class Spread:
    """Mean and standard deviation of a group of people on a scale."""

    mean: float
    sd: float


def standard_error(sd: float, reliability: float) -> float:
    """Standard error of measurement: ``sd * sqrt(1 - reliability)``.

    >>> round(standard_error(10, 0.84), 2)
    4.0
    """
    if sd <= 0 or not 0 <= reliability < 1:
        raise ScoringError("a change needs an SD above 0 and a reliability from 0 to below 1")
    return sd * sqrt(1 - reliability)


def smallest_reliable(sd: float, reliability: float) -> float:
    """The smallest difference between two scores of a person that is more than chance.

    >>> round(smallest_reliable(0.80, 0.95), 2)
    0.5
    """
    return CRITERION * sqrt(2) * standard_error(sd, reliability)


def change_index(first: float, last: float, sd: float, reliability: float) -> float:
    """The reliable change index: the difference in units of its standard error."""
    return (last - first) / (sqrt(2) * standard_error(sd, reliability))


def cutoff_a(clinical: Spread, *, higher_is_better: bool) -> float:
    """Two standard deviations beyond the mean of people in need, towards health."""
    return clinical.mean + (2 if higher_is_better else -2) * clinical.sd


def cutoff_b(healthy: Spread, *, higher_is_better: bool) -> float:
    """Within two standard deviations of the mean of people who are well."""
    return healthy.mean - (2 if higher_is_better else -2) * healthy.sd


def cutoff_c(clinical: Spread, healthy: Spread) -> float:
    """Where belonging to either group is equally likely: means weighted by the other's spread."""
    total = clinical.sd + healthy.sd
    return (healthy.sd * clinical.mean + clinical.sd * healthy.mean) / total


def classify(
    first: float,
    last: float,
    *,
    sd: float,
    reliability: float,
    cutoff: float | None = None,
    higher_is_better: bool = False,
) -> Changed:
    """What became of a person. Recovered = reliably better, and across the cut-off into health."""
    towards = 1 if higher_is_better else -1
    index = towards * change_index(first, last, sd, reliability)
    if index < -CRITERION:
        return Changed.DETERIORATED
    if index <= CRITERION:
        return Changed.UNCHANGED
    crossed = cutoff is not None and towards * (first - cutoff) < 0 <= towards * (last - cutoff)
    return Changed.RECOVERED if crossed else Changed.IMPROVED


def norm_for(instrument: Instrument, scale: str = "total") -> Norm | None:
    """The norm to judge change by: complete, and by retest rather than by alpha.

    Alpha leaves out how much people waver from week to week, so it calls too much a change.
    """
    complete = [n for n in instrument.norms if n.scale == scale and n.sd and n.reliability]
    return min(complete, key=lambda n: not n.kind.startswith("retest"), default=None)


def reliable_change(
    first: float, last: float, instrument: Instrument, scale: str = "total"
) -> Changed | None:
    """Whether a person is reliably better or worse by the instrument's own norm.

    None when no norm has both spread and reliability, or when neither direction is better.

    >>> from openimt.assess.instruments import load
    >>> reliable_change(2.6, 1.2, load("bsl23"))
    <Changed.IMPROVED: 'improved'>
    """
    norm = norm_for(instrument, scale)
    direction = instrument.scale(scale).higher_is
    if norm is None or norm.sd is None or norm.reliability is None or direction == "neither":
        return None
    return classify(
        first,
        last,
        sd=norm.sd,
        reliability=norm.reliability,
        higher_is_better=direction == "better",
    )
