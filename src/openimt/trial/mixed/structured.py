"""The surface of a model with random effects and a covariance of the residuals over visits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats, ModelMatrix
from openimt.trial.mixed.absorb import Absorbed, absorb
from openimt.trial.mixed.cholesky import Slopes, places, point, slopes, triangles
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.layout import Layout, covariances_of, entries_of
from openimt.trial.mixed.likelihood import LOG_2PI, likelihood, solved
from openimt.trial.mixed.state import Predicted, State, among_levels, beyond
from openimt.trial.mixed.visits import Inverse, Persons, moments, persons
from openimt.trial.repeated.parameters import Parameters, parameters
from openimt.trial.repeated.structure import structure


@dataclass(frozen=True, eq=False)
class Structured:
    """-2 log L over the parameters of the structure, then the triangles of every effect.

    ``inside`` effects belong to persons and are part of each person's V, the rest is absorbed.
    """

    people: Persons
    written: Parameters
    outer: Layout
    widths: tuple[int, ...]
    p: int
    reml: bool

    @classmethod
    def of(
        cls,
        matrix: ModelMatrix,
        b: Floats,
        inside: Sequence[Effect],
        absorbed: Sequence[Effect],
        *,
        covariance: str,
        reml: bool,
    ) -> "Structured":
        """From B = [X y], shape (n, p + 1), and the name of the structure."""
        wide = np.hstack([b[:, :-1], *(one.columns for one in absorbed), b[:, -1:]])
        outer = Layout(
            tuple(len(one.levels) for one in absorbed), tuple(one.width for one in absorbed)
        )
        widths = tuple(one.width for one in inside) + outer.widths
        written = parameters(structure(covariance), len(matrix.visits))
        return cls(persons(matrix, wide, inside), written, outer, widths, b.shape[1] - 1, reml)

    @property
    def n(self) -> int:
        """How many rows there are."""
        return self.people.count

    @property
    def residual_parameters(self) -> int:
        """Those of the structure."""
        return self.written.count

    @property
    def owners(self) -> list[int]:
        """The effect of every coordinate of a search point, -1 for the residual's."""
        return [-1] * self.written.count + [t for t, _, _ in places(self.widths)]

    def start(self, size: float) -> Floats:
        """Residuals of variance 1 that correlate a little, effects of a standard deviation."""
        visits = self.people.seen.shape[1]
        theta = self.written.near(0.8 * np.eye(visits) + 0.2)
        return np.concatenate([theta, point([size * np.eye(width) for width in self.widths])])

    def triangles(self, at: Floats) -> list[Floats]:
        """The L of every effect."""
        return triangles(at[self.written.count :], self.widths)

    def with_triangles(self, at: Floats, triangle: Sequence[Floats]) -> Floats:
        """The same residuals with these triangles."""
        return np.concatenate([at[: self.written.count], point(triangle)])

    def value(self, at: Floats) -> float:
        """-2 log L; infinite where a covariance is not positive definite."""
        covariances = [one @ one.T for one in self.triangles(at)]
        inverse = self._inverse(at, covariances)
        if inverse is None:
            return float("inf")
        logdet, a = inverse.logdet, inverse.gram(self.people)
        if self.outer.size:
            ab = Absorbed.of(a, self.outer, covariances[len(self.people.z) :])
            logdet, a = logdet + ab.logdet, ab.gram(a)
        _, beta, logdet_x = solved(a)
        gamma = np.append(-beta, 1.0)
        value = logdet + float(gamma @ a @ gamma)
        return value + ((self.n - self.p) * LOG_2PI + logdet_x if self.reml else self.n * LOG_2PI)

    def derivatives(self, at: Floats) -> tuple[float, Floats, Floats]:
        """Height, gradient and Hessian; an infinite height where the point is impossible."""
        if self._inverse(at, [one @ one.T for one in self.triangles(at)]) is None:
            return float("inf"), np.zeros(at.size), np.eye(at.size)
        state = self.state(at)
        return state.likelihood.value, state.gradient, state.hessian

    def state(self, at: Floats) -> State:
        """The sums, likelihood and derivatives at a point that is possible."""
        covariances = [one @ one.T for one in self.triangles(at)]
        inverse = self._inverse(at, covariances)
        if inverse is None:
            raise ArithmeticError("asked for the derivatives at an impossible point")
        theta, inside = at[: self.written.count], len(self.people.z)
        inner = moments(self.people, inverse, self.written, theta, self.widths[:inside])
        whole = absorb(inner, self.outer, covariances[inside:])
        like = likelihood(whole, self.n, reml=self.reml)
        nu = np.concatenate([theta, *(entries_of(s) for s in covariances)])
        return State(nu, inner, whole, like, self._slopes(at, like.gradient))

    def predicted(self, state: State) -> list[Predicted]:
        """What the predictions of every effect are made from."""
        own, inside = self.written.count, len(self.people.z)
        covariances = covariances_of(state.nu[own:], self.widths)
        at = np.concatenate([state.nu[:own], np.zeros(0)])
        inverse = self._inverse(at, covariances)
        if inverse is None:
            raise ArithmeticError("asked for predictions at an impossible point")
        ab = Absorbed.of(state.inner.a, self.outer, covariances[inside:])
        found = []
        for z, level in zip(self.people.z, self.people.level, strict=True):
            zw = z.transpose(0, 2, 1) @ inverse.w
            u = zw @ self.people.b
            part = u[:, :, ab.z]
            m = zw @ z - part @ ab.c @ part.transpose(0, 2, 1)
            one = Layout((1,), (z.shape[2],))
            found.append(
                Predicted.joined(
                    [among_levels(beyond(state, u @ ab.turn, m), one, 0, level[:, None])]
                )
            )
        whole = beyond(state, ab.u[None], ab.m[None])
        for t, count in enumerate(self.outer.counts):
            found.append(among_levels(whole, self.outer, t, np.arange(count)[None]))
        return found

    def scales(self, at: Floats) -> Floats:
        """Coordinates larger than 1 move in proportion."""
        return np.maximum(1.0, np.abs(at))

    def sigma(self, nu: Floats) -> tuple[Floats, Floats]:
        """The residuals' covariance, (T, T), and its derivatives, at parameters of V."""
        theta = nu[: self.written.count]
        return self.written.sigma(theta), self.written.first(theta)

    def _inverse(self, at: Floats, covariances: Sequence[Floats]) -> Inverse | None:
        sigma = self.written.sigma(at[: self.written.count])
        if not np.isfinite(sigma).all():
            return None
        return Inverse.of(self.people, sigma, covariances[: len(self.people.z)])

    def _slopes(self, at: Floats, gradient: Floats) -> Slopes:
        own = self.written.count
        effects = slopes(at[own:], self.widths, 1.0, np.append(0.0, gradient[own:]))
        first = np.zeros((gradient.size, at.size))
        first[:own, :own] = np.eye(own)
        first[own:, own:] = effects.first[1:, :-1]
        bend = np.zeros((at.size, at.size))
        bend[own:, own:] = effects.bend[:-1, :-1]
        return Slopes(first, bend)
