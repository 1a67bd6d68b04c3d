"""The surface of a model whose residuals are independent: -2 log L over the triangles L."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.absorb import Absorbed, absorb
from openimt.trial.mixed.blocks import moments, seen, whitened
from openimt.trial.mixed.cholesky import places, point, slopes, triangles
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.layout import Layout, covariances_of, entries_of
from openimt.trial.mixed.likelihood import LOG_2PI, likelihood, solved
from openimt.trial.mixed.state import Predicted, State, among_levels, beyond
from openimt.trial.mixed.sums import Sums, cross_products


@dataclass(frozen=True, eq=False)
class Independent:
    """-2 log L with the residual variance at its best for every point (profiled).

    ``sums`` hold B+ = [X Z y] with the columns Z of the effects that are absorbed, ``outer`` their
    layout; ``widths`` are those of the effects in blocks, then of those absorbed.
    """

    sums: Sums
    outer: Layout
    widths: tuple[int, ...]
    p: int
    reml: bool

    @classmethod
    def of(
        cls, b: Floats, blocks: Sequence[Effect], absorbed: Sequence[Effect], *, reml: bool
    ) -> "Independent":
        """From B = [X y], shape (n, p + 1), the effects kept in blocks and those absorbed."""
        wide = np.hstack([b[:, :-1], *(one.columns for one in absorbed), b[:, -1:]])
        outer = Layout(
            tuple(len(one.levels) for one in absorbed), tuple(one.width for one in absorbed)
        )
        widths = tuple(one.width for one in blocks) + outer.widths
        return cls(cross_products(wide, blocks), outer, widths, b.shape[1] - 1, reml)

    @property
    def n(self) -> int:
        """How many rows there are."""
        return self.sums.n

    @property
    def residual_parameters(self) -> int:
        """The residual variance."""
        return 1

    @property
    def owners(self) -> list[int]:
        """The effect of every coordinate of a search point, -1 for the residual's."""
        return [t for t, _, _ in places(self.widths)]

    def start(self, size: float) -> Floats:
        """A point at which every effect has this standard deviation, relative to the residual."""
        return point([size * np.eye(width) for width in self.widths])

    def triangles(self, at: Floats) -> list[Floats]:
        """The L of every effect, relative to the residual."""
        return triangles(at, self.widths)

    def with_triangles(self, at: Floats, triangle: Sequence[Floats]) -> Floats:
        """The point with these triangles."""
        del at
        return point(triangle)

    def scales(self, at: Floats) -> Floats:
        """The standard deviation each entry belongs to, relative to the residual, or 1."""
        deviation = [np.linalg.norm(one, axis=1) for one in triangles(at, self.widths)]
        return np.array([max(1.0, float(deviation[t][i])) for t, i, _ in places(self.widths)])

    def sigma(self, nu: Floats) -> tuple[Floats, Floats]:
        """The residual variance, (1, 1), and its derivative, at parameters of V."""
        return nu[:1].reshape(1, 1), np.ones((1, 1, 1))

    def value(self, at: Floats) -> float:
        """-2 log L, from the cheap sums alone."""
        logdet, a = self._whitened(at)
        logdet_x, left = self._left(a)
        value = logdet + self._freedom * (1 + LOG_2PI + np.log(left / self._freedom))
        return float(value + (logdet_x if self.reml else 0.0))

    def derivatives(self, at: Floats) -> tuple[float, Floats, Floats]:
        """Height, gradient and Hessian of the profile."""
        state = self.state(at)
        full = state.hessian
        cross = full[:-1, -1]
        profile = full[:-1, :-1] - np.outer(cross, cross) / full[-1, -1]
        return state.likelihood.value, state.gradient[:-1], profile

    def state(self, at: Floats) -> State:
        """The sums, likelihood and derivatives at a point."""
        relative = [one @ one.T for one in triangles(at, self.widths)]
        inside = len(self.widths) - len(self.outer.widths)
        inner = moments(self.sums, relative[:inside])
        whole = absorb(inner, self.outer, relative[inside:])
        variance = self._left(whole.a)[1] / self._freedom
        inner, whole = inner.at(variance, self.n), whole.at(variance, self.n)
        like = likelihood(whole, self.n, reml=self.reml)
        nu = variance * np.concatenate([[1.0], *(entries_of(s) for s in relative)])
        return State(nu, inner, whole, like, slopes(at, self.widths, variance, like.gradient))

    def predicted(self, state: State) -> list[Predicted]:
        """What the predictions of every effect are made from."""
        covariances = covariances_of(state.nu[1:], self.widths)
        inside = len(self.widths) - len(self.outer.widths)
        ab = Absorbed.of(state.inner.a, self.outer, covariances[inside:])
        found: list[list[Predicted]] = [[] for _ in range(inside)]
        for stack in self.sums.stacks:
            u, m = seen(stack, float(state.nu[0]), covariances[:inside])
            z = u[:, :, ab.z]
            part = beyond(state, u @ ab.turn, m - z @ ab.c @ z.transpose(0, 2, 1))
            for t in range(inside):
                level = stack.level[:, t, : stack.layout.counts[t]]
                found[t].append(among_levels(part, stack.layout, t, level))
        joined = [Predicted.joined(parts) for parts in found]
        whole = beyond(state, ab.u[None], ab.m[None])
        for t, count in enumerate(self.outer.counts):
            joined.append(among_levels(whole, self.outer, t, np.arange(count)[None]))
        return joined

    @property
    def _freedom(self) -> int:
        """What the residual sum of squares is divided by."""
        return self.n - self.p if self.reml else self.n

    def _whitened(self, at: Floats) -> tuple[float, Floats]:
        covariances = [one @ one.T for one in triangles(at, self.widths)]
        inside = len(self.widths) - len(self.outer.widths)
        logdet, a = whitened(self.sums, covariances[:inside])
        if not self.outer.size:
            return logdet, a
        ab = Absorbed.of(a, self.outer, covariances[inside:])
        return logdet + ab.logdet, ab.gram(a)

    def _left(self, a: Floats) -> tuple[float, float]:
        """log|X'V^-1 X| and the residual sum of squares."""
        _, beta, logdet = solved(a)
        gamma = np.append(-beta, 1.0)
        return logdet, float(gamma @ a @ gamma)
