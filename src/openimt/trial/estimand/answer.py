"""The answer to an estimand's question: the analysis it names, and its sensitivity set."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openimt.trial.estimand.attributes import Estimand
from openimt.trial.estimand.counting import EventCount
from openimt.trial.estimand.finding import Finding
from openimt.trial.estimand.telling import described, finding_lines, tipping_lines
from openimt.trial.estimand.tipping import Tipping
from openimt.trial.shown import summary_html

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Answer:
    """What the data say to an estimand's question.

    ``planned`` answers it; ``sensitivity`` asks it again under other assumptions; ``tipping``
    says how far what was imputed would have to be shifted to change the conclusion.
    """

    estimand: Estimand
    people: tuple[tuple[str, int], ...]
    """How many people are in each arm, the reference first."""
    counts: tuple[EventCount, ...]
    planned: Finding
    sensitivity: tuple[Finding, ...] = ()
    tipping: tuple[Tipping, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The planned analysis first, then the sensitivity set."""
        return (self.planned, *self.sensitivity)

    def tidy(self) -> "DataFrame":
        """One row for each analysis, visit and comparison."""
        from pandas import DataFrame

        return DataFrame(list(self._rows()))

    def _rows(self) -> Iterator[dict[str, object]]:
        for finding in self.findings:
            for one in finding.differences:
                c = one.contrast
                yield {
                    "analysis": finding.label,
                    "visit": one.visit,
                    "arm": one.arm,
                    "versus": one.versus,
                    "estimate": c.estimate,
                    "se": c.se,
                    "df": c.df,
                    "p": c.p,
                    "low": c.low,
                    "high": c.high,
                }

    def summary(self) -> str:
        """The answer as text for a terminal."""
        told = [
            self.describe(),
            *finding_lines(self.findings, self.estimand),
            *tipping_lines(self.tipping),
            *(f"Note: {one}." for one in self.warnings),
        ]
        return "\n".join(told)

    def describe(self) -> str:
        """The five attributes, and how many people each event befell."""
        return "\n".join(described(self.estimand, self.people, self.counts))

    def __str__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return summary_html(self.summary())
