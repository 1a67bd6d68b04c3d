"""Newton's method with an exact Hessian, kept downhill where the surface is not convex."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from openimt.trial.matrix import Floats

STEPS = 200
FINE = 1e-10
"""The gradient at which the search stops by itself."""
CONVERGED = 1e-6
"""The gradient up to which an answer counts as converged, where rounding allows no better."""
ROUNDING = 1e-13


class Surface(Protocol):
    """A function to be made small."""

    def value(self, at: Floats) -> float:
        """The height; infinite where the point is impossible."""
        ...

    def derivatives(self, at: Floats) -> tuple[float, Floats, Floats]:
        """Height, gradient, Hessian; an infinite height where the point is impossible."""
        ...

    def scales(self, at: Floats) -> Floats:
        """How far each coordinate moves in a step of size 1, at least 1."""
        ...


@dataclass(frozen=True, eq=False)
class Bottom:
    """Where the search ended. ``slope`` is the largest gradient, each times its scale."""

    at: Floats
    value: float
    slope: float
    iterations: int

    @property
    def converged(self) -> bool:
        """Whether the gradient is as good as zero."""
        return self.slope < CONVERGED


def descend(surface: Surface, start: Floats) -> Bottom:
    """The nearest minimum downhill from ``start``; a saddle or a ridge is left, not kept."""
    at = start
    value, gradient, hessian = surface.derivatives(at)
    scale = surface.scales(at)
    best = Bottom(at, value, _slope(gradient, scale), 0)
    for iteration in range(1, STEPS + 1):
        if best.slope < FINE and not _saddle(hessian, scale):
            break
        found = _stepped(surface, at, value, gradient, hessian)
        if found is None:
            break
        at, value, gradient, hessian = found
        scale = surface.scales(at)
        best = Bottom(at, value, _slope(gradient, scale), iteration)
    return best


def _slope(gradient: Floats, scale: Floats) -> float:
    return float(np.max(np.abs(gradient) * scale, initial=0.0))


def _saddle(hessian: Floats, scale: Floats) -> bool:
    return bool(hessian.size and np.linalg.eigvalsh(hessian * np.outer(scale, scale))[0] < -1e-6)


def _stepped(
    surface: Surface, at: Floats, value: float, gradient: Floats, hessian: Floats
) -> tuple[Floats, float, Floats, Floats] | None:
    """One step that does not go up; None where no step does better than rounding."""
    scale = surface.scales(at)
    step = _direction(gradient * scale, hessian * np.outer(scale, scale))
    size = np.linalg.norm(step)
    step = step * min(1.0, max(1.0, float(np.linalg.norm(at / scale))) / size if size else 1.0)
    step = step * scale
    expected = float(gradient @ step)
    for halving in range(30):
        move = step * 0.5**halving
        # The whole step nearly always does, so its derivatives are worked out at once.
        found = None if halving else surface.derivatives(at + move)
        height = found[0] if found else surface.value(at + move)
        if height <= value + 1e-4 * 0.5**halving * expected + ROUNDING * abs(value):
            found = found or surface.derivatives(at + move)
            flat = -expected < 1e-12 * (1 + abs(value))
            there = surface.scales(at + move)
            if flat and _slope(found[1], there) >= _slope(gradient, scale):
                return None
            return at + move, *found
    return None


def _direction(gradient: Floats, hessian: Floats) -> Floats:
    """Newton's step with every curvature taken as positive; off a saddle along its ridge."""
    curvature, axes = np.linalg.eigh(hessian)
    along = axes.T @ gradient
    if curvature[0] < -1e-6 and np.max(np.abs(gradient)) < 1e-6:
        return np.asarray(axes[:, 0] * 0.1, dtype=np.float64)
    floor = 1e-8 * max(1.0, float(np.abs(curvature).max()))
    return np.asarray(-axes @ (along / np.maximum(np.abs(curvature), floor)), dtype=np.float64)
