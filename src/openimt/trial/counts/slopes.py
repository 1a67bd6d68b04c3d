"""What a family says of every row: its log-likelihood and the slopes an exact gradient needs."""

from dataclasses import dataclass
from typing import Protocol

from openimt.trial.matrix import Floats


@dataclass(frozen=True, eq=False)
class Slopes:
    """Per row, by the linear predictor eta and the log dispersion psi; the rows are the last axis.

    ``d1``, ``d2``, ``d3`` are derivatives in eta; ``p0``, ``p1``, ``p2`` are the derivative in psi
    and its own first two in eta.
    """

    value: Floats
    d1: Floats
    d2: Floats
    d3: Floats
    p0: Floats
    p1: Floats
    p2: Floats

    def less(self, other: "Slopes") -> "Slopes":
        """Row by row, the difference."""
        return Slopes(
            self.value - other.value,
            self.d1 - other.d1,
            self.d2 - other.d2,
            self.d3 - other.d3,
            self.p0 - other.p0,
            self.p1 - other.p1,
            self.p2 - other.p2,
        )


class Family(Protocol):
    """A distribution of counts given eta. ``free`` says whether it has a dispersion to estimate."""

    @property
    def free(self) -> bool:
        """Whether there is a dispersion to estimate."""
        ...

    @property
    def towards_poisson(self) -> float:
        """The sign of psi with which it comes near to Poisson; 0 where there is no psi."""
        ...

    @property
    def y(self) -> Floats:
        """The outcome, (n,)."""
        ...

    def curve(self, eta: Floats, psi: float, /) -> tuple[Floats, Floats, Floats]:
        """Value, d1 and d2: what the search for the mode of the random effects needs."""
        ...

    def slopes(self, eta: Floats, psi: float, /) -> Slopes:
        """Everything."""
        ...


class ZeroKnown(Family, Protocol):
    """A family that can say a = -log P(y = 0), so that it can be truncated at zero."""

    def nothing(self, eta: Floats, psi: float, /) -> Slopes:
        """The value of a and its slopes."""
        ...
