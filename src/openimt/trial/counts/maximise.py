"""The highest point of a log-likelihood whose gradient is exact, and its curvature there.

A quasi-Newton climb (BFGS) in coordinates scaled to about one standard error each, then Newton
steps with a Hessian differenced from the exact gradients, until the gradient is nothing but
rounding.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openimt.trial.matrix import Floats

Objective = Callable[[Floats], tuple[float, Floats]]
FLAT = 1e-6
"""Converged: no slope of the log-likelihood, per standard error, is larger than this."""
NEAR = 0.02
"""Flat enough to tell which of several climbs leads highest."""
CLIMBS = 400
POLISHES = 8
STEP = 1e-3
"""In standard errors; with four differences each, the Hessian is right to about 1e-9."""
ROUGH = 1e-2
LONGEST = 4.0


@dataclass(frozen=True, eq=False)
class Peak:
    """``gradient`` is per standard error; ``hessian`` is that of minus the log-likelihood."""

    theta: Floats
    value: float
    gradient: Floats
    hessian: Floats
    iterations: int

    @property
    def max_gradient(self) -> float:
        """The largest slope per standard error."""
        return float(np.max(np.abs(self.gradient), initial=0.0))

    @property
    def firm(self) -> bool:
        """Whether this is a maximum: flat, and curved downwards or level in every direction."""
        return self.max_gradient < FLAT and bool(
            np.linalg.eigvalsh(self.hessian)[0] > -1e-6 * np.max(np.diag(self.hessian))
        )


def maximise(objective: Objective, starts: Sequence[Floats], scale: Floats) -> Peak:
    """The highest peak that is reached from ``starts``.

    ``scale`` (P, P) turns steps of one standard error into theta.
    """
    flat = NEAR if len(starts) > 1 else FLAT / 10
    ends = [climbed(objective, start, scale, flat) for start in starts]
    high = max(ends, key=lambda end: end.value)
    scaled = _scaled(objective, high.theta, scale)
    end = _climb(scaled, len(high.theta), high.inverse, FLAT / 10)
    peak = _polished(scaled, end.theta)
    back = np.linalg.inv(scale)
    return Peak(
        high.theta + scale @ peak.theta,
        peak.value,
        peak.gradient,
        back.T @ peak.hessian @ back,
        high.rounds + end.rounds + peak.iterations,
    )


@dataclass(frozen=True, eq=False)
class Reached:
    """Where a climb ended, with the inverse Hessian it had learned by then."""

    theta: Floats
    value: float
    inverse: Floats
    rounds: int


def climbed(objective: Objective, start: Floats, scale: Floats, flat: float = FLAT / 10) -> Reached:
    """Where the climb from one start ends: as soon as the slope is below ``flat``."""
    end = _climb(_scaled(objective, start, scale), len(start), None, flat)
    return replace(end, theta=start + scale @ end.theta)


def _scaled(objective: Objective, start: Floats, scale: Floats) -> Objective:
    def scaled(delta: Floats) -> tuple[float, Floats]:
        value, gradient = objective(start + scale @ delta)
        return value, (scale.T @ gradient if np.isfinite(value) else np.zeros_like(start))

    return scaled


def _polished(scaled: Objective, delta: Floats) -> Peak:
    """Newton steps, until the gradient is nothing but rounding; theta is in scaled coordinates."""
    hessian = _curved(scaled, delta)
    value, gradient = scaled(delta)
    rounds = 0
    while np.max(np.abs(gradient), initial=0.0) > FLAT / 1e4 and rounds < POLISHES:
        step = _newton(hessian, gradient)
        reached, slope = scaled(delta + step)
        if not np.max(np.abs(slope)) < np.max(np.abs(gradient)) or not np.isfinite(reached):
            break
        moved = float(np.max(np.abs(step)))
        delta, value, gradient, rounds = delta + step, reached, slope, rounds + 1
        hessian = _curved(scaled, delta) if moved > 1e-4 else hessian
    return Peak(delta, value, gradient, hessian, rounds)


def _climb(objective: Objective, size: int, inverse: Floats | None, flat: float) -> Reached:
    """From the middle of the scaled coordinates upwards; theta is in these coordinates."""
    delta = np.zeros(size)
    value, gradient = objective(delta)
    if inverse is None:
        inverse = _first(objective, delta, gradient)
    for rounds in range(CLIMBS):
        if np.max(np.abs(gradient), initial=0.0) < flat:
            return Reached(delta, value, inverse, rounds)
        step = inverse @ gradient
        if step @ gradient <= 0:
            inverse, step = np.eye(size), gradient
        step = step * min(1.0, LONGEST / float(np.max(np.abs(step))))
        found = _along(objective, delta, step, value, float(step @ gradient))
        if found is None:
            return Reached(delta, value, inverse, rounds)
        share, reached, slope = found
        inverse = _updated(inverse, share * step, gradient - slope)
        delta, value, gradient = delta + share * step, reached, slope
    return Reached(delta, value, inverse, CLIMBS)


def _along(
    objective: Objective, delta: Floats, step: Floats, value: float, rise: float
) -> tuple[float, float, Floats] | None:
    """A share of the step that goes up enough; none where rounding hides any rise."""
    share = 1.0
    for _ in range(30):
        reached, slope = objective(delta + share * step)
        if np.isfinite(reached) and reached >= value + 1e-4 * share * rise:
            return share, reached, slope
        if np.isfinite(reached):
            fall = value + share * rise - reached
            share *= float(np.clip(0.5 * share * rise / fall, 0.1, 0.6)) if fall > 0 else 0.5
        else:
            share *= 0.25
        if share * abs(rise) < 1e-13 * (1.0 + abs(value)):
            return None
    return None


def _first(objective: Objective, delta: Floats, gradient: Floats) -> Floats:
    """The inverse Hessian at the start, by one difference each, made to go up in all directions."""
    moves = ROUGH * np.eye(len(delta))
    rough = np.array([gradient - objective(delta + move)[1] for move in moves]) / ROUGH
    values, vectors = np.linalg.eigh((rough + rough.T) / 2.0)
    values = np.maximum(np.abs(values), 1e-3 * max(float(np.max(np.abs(values))), 1e-300))
    return np.asarray((vectors / values) @ vectors.T)


def _updated(inverse: Floats, step: Floats, change: Floats) -> Floats:
    """The BFGS update of the inverse Hessian of minus the objective (Nocedal and Wright 2006)."""
    rise = float(step @ change)
    if rise <= 1e-12 * float(np.linalg.norm(step) * np.linalg.norm(change)):
        return inverse
    turn = np.eye(len(step)) - np.outer(step, change) / rise
    return np.asarray(turn @ inverse @ turn.T + np.outer(step, step) / rise)


def _curved(objective: Objective, delta: Floats) -> Floats:
    """The Hessian of minus the objective, by central differences of its gradient, to order 4."""
    moves = STEP * np.eye(len(delta))
    found = np.array([8.0 * _between(objective, delta, move) for move in moves])
    found -= [_between(objective, delta, 2.0 * move) for move in moves]
    return np.asarray((found + found.T) / (24.0 * STEP))


def _between(objective: Objective, delta: Floats, move: Floats) -> Floats:
    return objective(delta - move)[1] - objective(delta + move)[1]


def _newton(hessian: Floats, gradient: Floats) -> Floats:
    """The Newton step; directions that curve the wrong way or not at all are left out."""
    values, vectors = np.linalg.eigh(hessian)
    kept = values > 1e-9 * max(float(values[-1]), 1e-300)
    return np.asarray(vectors[:, kept] @ ((vectors[:, kept].T @ gradient) / values[kept]))
