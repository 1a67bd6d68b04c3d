"""Predictions of random effects (BLUPs) with their prediction error. Henderson (1975)."""

from collections.abc import Sequence

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.independent import State
from openimt.trial.mixed.moments import pairs
from openimt.trial.mixed.result import RandomEffect
from openimt.trial.mixed.scaled import Scaled
from openimt.trial.mixed.sums import Stack, Sums


def predictions(
    effects: Sequence[Effect], scale: Scaled, sums: Sums, state: State
) -> tuple[RandomEffect, ...]:
    """G Z'P y for every level, and the root of the diagonal of G - G Z'P Z G."""
    covariances = _covariances(state.nu, sums.widths)
    estimate = [np.zeros((len(effect.levels), effect.width)) for effect in effects]
    error = [np.zeros((len(effect.levels), effect.width, effect.width)) for effect in effects]
    for stack in sums.stacks:
        zpy, zpz = _projected(stack, state, covariances)
        for t, s in enumerate(covariances):
            at = [stack.slice(t, a) for a in range(len(s))]
            block, place = np.nonzero(stack.level[:, t, : stack.counts[t]] >= 0)
            level = stack.level[block, t, place]
            score = np.stack([zpy[block, a.start + place] for a in at], axis=1)
            inner = np.stack(
                [
                    np.stack([zpz[block, a.start + place, b.start + place] for b in at], axis=1)
                    for a in at
                ],
                axis=1,
            )
            estimate[t][level] = score @ s
            error[t][level] = s - s @ inner @ s
    return tuple(
        _predicted(effect, scale.size, found, left)
        for effect, found, left in zip(effects, estimate, error, strict=True)
    )


def _predicted(effect: Effect, size: float, estimate: Floats, error: Floats) -> RandomEffect:
    back = np.linalg.inv(effect.root) * size
    error = back @ error @ back.T
    se = np.sqrt(np.maximum(np.diagonal(error, axis1=1, axis2=2), 0.0))
    return RandomEffect(effect.term, effect.names, effect.levels, estimate @ back.T, se)


def _projected(stack: Stack, state: State, covariances: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Z'P y and Z'P Z of every block."""
    variance, phi = float(state.nu[0]), state.likelihood.phi
    g = _dense(stack, covariances)
    inner = np.eye(g.shape[0]) + stack.zz @ g / variance
    m = np.linalg.solve(inner, stack.zz) / variance
    u = np.linalg.solve(inner, stack.zb) / variance
    x = u[:, :, :-1]
    zpy = u[:, :, -1] - x @ state.likelihood.beta
    return zpy, np.asarray(m - x @ phi @ x.transpose(0, 2, 1), dtype=np.float64)


def _dense(stack: Stack, covariances: Sequence[Floats]) -> Floats:
    size = stack.zz.shape[1]
    g = np.zeros((size, size))
    for t, s in enumerate(covariances):
        for a, b in np.ndindex(s.shape):
            np.fill_diagonal(g[stack.slice(t, a), stack.slice(t, b)], s[a, b])
    return g


def _covariances(nu: Floats, widths: Sequence[int]) -> list[Floats]:
    found, start = [], 1
    for width in widths:
        s = np.zeros((width, width))
        for (a, b), value in zip(pairs(width), nu[start:], strict=False):
            s[a, b] = s[b, a] = value
        found.append(s)
        start += len(pairs(width))
    return found
