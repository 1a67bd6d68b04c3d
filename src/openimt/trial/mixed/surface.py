"""What a fit asks of a surface beyond going down it."""

from collections.abc import Sequence
from typing import Protocol

from openimt.trial.matrix import Floats
from openimt.trial.mixed.newton import Surface
from openimt.trial.mixed.state import Predicted, State


class MixedSurface(Surface, Protocol):
    """-2 log L over a search point that holds the triangle of every effect."""

    @property
    def reml(self) -> bool:
        """Whether the likelihood is the restricted one."""
        ...

    @property
    def widths(self) -> tuple[int, ...]:
        """How many coefficients a level of each effect has."""
        ...

    @property
    def residual_parameters(self) -> int:
        """How many of the parameters of V, the first ones, are the residual's."""
        ...

    @property
    def owners(self) -> list[int]:
        """The effect of every coordinate of a search point, -1 for the residual's."""
        ...

    def start(self, size: float) -> Floats:
        """A point inside the space, the effects' standard deviations being ``size``."""
        ...

    def triangles(self, at: Floats) -> list[Floats]:
        """The L of every effect."""
        ...

    def with_triangles(self, at: Floats, triangle: Sequence[Floats]) -> Floats:
        """The same point with these triangles."""
        ...

    def state(self, at: Floats) -> State:
        """Everything about a point."""
        ...

    def sigma(self, nu: Floats) -> tuple[Floats, Floats]:
        """The residuals' covariance over visits, (T, T), and its derivatives (k, T, T)."""
        ...

    def predicted(self, state: State) -> list[Predicted]:
        """What the predictions of every effect are made from."""
        ...
