"""Medication in a trial: a stratum and covariate at baseline, and an intercurrent event later.

Times count from randomisation (0) in the unit of the visits, months as a rule; what began before
has a negative start. Only substances count, not doses: a changed dose is no new medication here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from openimt.errors import TrialError

EVENT = "new_medication"
"""The kind of intercurrent event, as an estimand file names it."""
LEVELS = ("none", "one", "several")
"""Levels of the stratum, from the number of substances at randomisation."""


@dataclass(frozen=True)
class MedicationSpan:
    """One substance one person took, from ``start`` to ``stop`` (None = still taken)."""

    person: str
    substance: str
    start: float
    stop: float | None = None

    def __post_init__(self) -> None:
        if not self.person or not self.substance:
            raise TrialError("a span of medication names a person and a substance")
        ends = (self.start,) if self.stop is None else (self.start, self.stop)
        if not all(isfinite(end) for end in ends) or ends[-1] < self.start:
            raise TrialError(
                f"{self.substance} from {self.start} to {self.stop} cannot be", field=self.person
            )

    @property
    def at_randomisation(self) -> bool:
        """Taken when the person was randomised."""
        return self.start <= 0 and (self.stop is None or self.stop > 0)


@dataclass(frozen=True)
class BaselineMedication:
    """What a person took when randomised: the substances, and the stratum they make."""

    person: str
    substances: tuple[str, ...]

    @property
    def level(self) -> str:
        """``none``, ``one`` or ``several``: the stratum."""
        return LEVELS[min(len(self.substances), len(LEVELS) - 1)]

    @property
    def number(self) -> int:
        """How many substances: the covariate."""
        return len(self.substances)


@dataclass(frozen=True)
class NewMedication:
    """The first substance a person began after randomisation and did not take at it."""

    person: str
    substance: str
    at: float

    @property
    def row(self) -> dict[str, str | float]:
        """The event as a row of the table of intercurrent events, without the person's column."""
        return {"event": EVENT, "at": self.at}


def medication_at_baseline(
    spans: Iterable[MedicationSpan], asked: Sequence[str]
) -> tuple[BaselineMedication, ...]:
    """The medication at randomisation of everybody who was asked, in the order of ``asked``.

    Somebody who was asked and has no span takes nothing; a span of somebody who was not asked
    raises TrialError, since for the others *none* would be a guess.

    >>> spans = [MedicationSpan("p1", "quetiapine", -6), MedicationSpan("p1", "sertraline", 2)]
    >>> [(one.person, one.level) for one in medication_at_baseline(spans, ["p1", "p2"])]
    [('p1', 'one'), ('p2', 'none')]
    """
    taken: dict[str, set[str]] = {person: set() for person in asked}
    for span in spans:
        if span.person not in taken:
            raise TrialError("has medication but is not among those asked", field=span.person)
        if span.at_randomisation:
            taken[span.person].add(span.substance)
    return tuple(BaselineMedication(one, tuple(sorted(taken[one]))) for one in asked)


def new_medication(spans: Iterable[MedicationSpan]) -> tuple[NewMedication, ...]:
    """The intercurrent event of each person who began something new, the earliest first.

    What was taken at randomisation, stopped and begun again is not new.

    >>> spans = [MedicationSpan("p1", "quetiapine", -6), MedicationSpan("p1", "sertraline", 2)]
    >>> [one.row for one in new_medication(spans)]
    [{'event': 'new_medication', 'at': 2}]
    """
    listed = list(spans)
    old = {(span.person, span.substance) for span in listed if span.at_randomisation}
    later = [s for s in listed if s.start > 0 and (s.person, s.substance) not in old]
    first: dict[str, MedicationSpan] = {}
    for span in sorted(later, key=lambda one: (one.start, one.substance)):
        first.setdefault(span.person, span)
    return tuple(NewMedication(one.person, one.substance, one.start) for one in first.values())
