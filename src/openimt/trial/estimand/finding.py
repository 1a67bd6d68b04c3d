"""One analysis of a trial: arms' means and differences at every visit."""

from dataclasses import dataclass

from openimt.trial.estimand.attributes import Assumption
from openimt.trial.linear import Contrast


@dataclass(frozen=True)
class ArmMean:
    """The mean of an arm at a visit, everybody put into the arm at the mean of the covariates."""

    visit: str
    arm: str
    contrast: Contrast


@dataclass(frozen=True)
class Difference:
    """An arm minus the reference at a visit."""

    visit: str
    arm: str
    versus: str
    contrast: Contrast


@dataclass(frozen=True)
class Finding:
    """One analysis: its assumption about what is missing, None where each event has its own.

    ``refused`` says why the analysis could not be done; then there are no numbers.
    """

    assumption: Assumption | None
    means: tuple[ArmMean, ...] = ()
    differences: tuple[Difference, ...] = ()
    refused: str = ""

    @property
    def label(self) -> str:
        """Its name in a table."""
        return "as planned" if self.assumption is None else str(self.assumption)

    def at(self, visit: str) -> tuple[Difference, ...]:
        """The differences at one visit."""
        return tuple(one for one in self.differences if one.visit == visit)
