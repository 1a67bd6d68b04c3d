"""Moments of V = I + Z G Z' from cross-products, block by block.

Parameters are the residual variance (here 1), then the entries of every S. With K = Z'Z and
T = (I + K G)^-1: Z'V^-1 Z = T K and Z'V^-1 B = T Z'B, whatever the rank of G. With B = Z C + R,
C of least squares: B'V^-1 B = R'R + C'Z'V^-1 B, which stays exact where G is very large.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.layout import times, touched, trace, trace_of_two
from openimt.trial.mixed.moments import Moments
from openimt.trial.mixed.sums import Stack, Sums


def whitened(sums: Sums, covariances: Sequence[Floats]) -> tuple[float, Floats]:
    """log|V| and B'V^-1 B."""
    logdet, a = 0.0, sums.within.copy()
    for stack in sums.stacks:
        inner = np.eye(stack.layout.size) + _right(stack, covariances, stack.zz)
        logdet += float(np.linalg.slogdet(inner)[1].sum())
        u = np.asarray(np.linalg.solve(inner, stack.zb), dtype=np.float64)
        a += _cross(stack.fitted, u)
    return logdet, (a + a.T) / 2


def moments(sums: Sums, covariances: Sequence[Floats]) -> Moments:
    """All sums at the covariance S of every effect, relative to the residual variance."""
    total = _added([_part(stack, covariances) for stack in sums.stacks])
    a, p0 = sums.within + total.a, sums.within + total.p0
    k, width = total.trace.size + 1, len(a)
    q = np.empty((k, k, width, width))
    q[0, 0], q[1:, 1:] = sums.within + total.q00, total.q
    q[0, 1:], q[1:, 0] = total.q0, total.q0.transpose(0, 2, 1)
    free = sums.n - total.count
    traces = np.empty((k, k))
    traces[0, 0] = free + total.shrunk2
    traces[0, 1:] = traces[1:, 0] = total.trace0
    traces[1:, 1:] = total.traces
    return Moments(
        total.logdet,
        (a + a.T) / 2,
        np.concatenate([[free + total.shrunk], total.trace]),
        np.concatenate([((p0 + p0.T) / 2)[None], total.p]),
        traces,
        q,
    )


def seen(stack: Stack, variance: float, covariances: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Z'V^-1 B and Z'V^-1 Z of every block, at a residual variance."""
    inner = np.eye(stack.layout.size) + _right(stack, covariances, stack.zz) / variance
    shrink = np.linalg.inv(inner) / variance
    return np.asarray(shrink @ stack.zb), np.asarray(shrink @ stack.zz)


@dataclass(frozen=True, eq=False)
class _Part:
    """What one stack adds."""

    logdet: float
    count: int
    shrunk: float
    shrunk2: float
    a: Floats
    p0: Floats
    q00: Floats
    trace: Floats
    trace0: Floats
    traces: Floats
    p: Floats
    q0: Floats
    q: Floats


def _added(parts: Sequence[_Part]) -> _Part:
    names = _Part.__dataclass_fields__
    return _Part(**{name: sum(getattr(part, name) for part in parts) for name in names})


def _part(stack: Stack, covariances: Sequence[Floats]) -> _Part:
    layout, entries = stack.layout, stack.layout.entries
    inner = np.eye(layout.size) + _right(stack, covariances, stack.zz)
    shrink = np.linalg.inv(inner)
    m, u = shrink @ stack.zz, shrink @ stack.zb
    m2, u2 = shrink @ m, shrink @ u  # Z'V^-2 Z and Z'V^-2 B
    eu = np.concatenate([touched(layout, entry, u) for entry in entries], axis=2)
    k, width = len(entries), stack.zb.shape[2]
    return _Part(
        logdet=float(np.linalg.slogdet(inner)[1].sum()),
        count=stack.zb.shape[0] * layout.size,
        shrunk=float(np.einsum("cii->", shrink)),
        shrunk2=float(np.einsum("cij,cji->", shrink, shrink)),
        a=_cross(stack.fitted, u),
        p0=_cross(stack.fitted, u2),
        q00=_cross(stack.fitted, shrink @ u2),
        trace=np.array([trace(layout, entry, m) for entry in entries]),
        trace0=np.array([trace(layout, entry, m2) for entry in entries]),
        traces=np.array([[trace_of_two(layout, i, j, m) for j in entries] for i in entries]),
        p=_cross(u, eu).reshape(width, k, width).transpose(1, 0, 2),
        q0=_cross(u2, eu).reshape(width, k, width).transpose(1, 0, 2),
        q=_cross(eu, m @ eu).reshape(k, width, k, width).transpose(0, 2, 1, 3),
    )


def _cross(left: Floats, right: Floats) -> Floats:
    """The sum over blocks of left'right."""
    return left.reshape(-1, left.shape[2]).T @ right.reshape(-1, right.shape[2])


def _right(stack: Stack, covariances: Sequence[Floats], m: Floats) -> Floats:
    """Times G from the right."""
    return times(stack.layout, covariances, m.transpose(0, 2, 1)).transpose(0, 2, 1)
