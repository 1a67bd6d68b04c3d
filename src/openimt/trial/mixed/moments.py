"""What likelihood, Satterthwaite and Kenward-Roger need of V = sum_k nu_k V_k, and nothing else.

Parameters ``nu`` are the residual variance, then for each effect the entries a <= b of its
covariance S, row by row. They enter V linearly, so V_k are its first derivatives.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.sums import Stack, Sums


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums in K parameters and the p + 1 columns of B = [X y].

    ``a`` = B'V^-1 B; ``trace``[i] = tr(V^-1 V_i); ``p``[i] = B'V^-1 V_i V^-1 B;
    ``traces``[i, j] = tr(V^-1 V_i V^-1 V_j); ``q``[i, j] = B'V^-1 V_i V^-1 V_j V^-1 B.
    ``trace_bend`` and ``p_bend`` are as ``trace`` and ``p`` with the second derivatives V_ij;
    they are empty where V is linear.
    """

    logdet: float
    a: Floats
    trace: Floats
    p: Floats
    traces: Floats
    q: Floats
    trace_bend: Floats = field(default_factory=lambda: np.zeros(0))
    p_bend: Floats = field(default_factory=lambda: np.zeros(0))


def pairs(width: int) -> list[tuple[int, int]]:
    """The entries a <= b of a symmetric matrix, row by row."""
    return [(a, b) for a in range(width) for b in range(a, width)]


def whitened(sums: Sums, covariances: Sequence[Floats]) -> tuple[float, Floats]:
    """log|H| and B'H^-1 B for H = I + Z G Z', the covariances being relative to the residual's."""
    logdet, a = 0.0, sums.bb.copy()
    for stack in sums.stacks:
        inner = np.eye(stack.zz.shape[1]) + _right(stack, stack.zz, covariances)
        logdet += float(np.linalg.slogdet(inner)[1].sum())
        a -= _cross(stack.zb, _left(stack, _solved(inner, stack.zb), covariances))
    return logdet, (a + a.T) / 2


def moments(sums: Sums, variance: float, covariances: Sequence[Floats]) -> Moments:
    """All sums at a residual variance and the covariance S of every effect."""
    entries = [(t, a, b) for t, width in enumerate(sums.widths) for a, b in pairs(width)]
    parts = [_part(stack, variance, covariances, entries) for stack in sums.stacks]
    total: _Part = _added(parts)
    a = sums.bb / variance - total.a
    p0 = (a - total.p0) / variance
    q00 = (p0 - total.q00) / variance
    left = sums.n - total.count
    width = sums.p + 1
    k = len(entries) + 1
    q = np.empty((k, k, width, width))
    q[0, 0], q[0, 1:], q[1:, 0] = q00, total.q0, total.q0.transpose(0, 2, 1)
    q[1:, 1:] = total.q
    traces = np.empty((k, k))
    traces[0, 0] = (left + total.shrunk2) / variance**2
    traces[0, 1:] = traces[1:, 0] = total.trace0
    traces[1:, 1:] = total.traces
    return Moments(
        total.logdet + sums.n * float(np.log(variance)),
        (a + a.T) / 2,
        np.concatenate([[(left + total.shrunk) / variance], total.trace]),
        np.concatenate([((p0 + p0.T) / 2)[None], total.p]),
        traces,
        q,
    )


def _solved(inner: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.solve(inner, right), dtype=np.float64)


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


def _part(
    stack: Stack,
    variance: float,
    covariances: Sequence[Floats],
    entries: Sequence[tuple[int, int, int]],
) -> _Part:
    blocks, size, width = stack.zb.shape
    inner = np.eye(size) + _right(stack, stack.zz, covariances) / variance
    shrink = np.linalg.inv(inner)
    m = shrink @ stack.zz / variance  # Z'V^-1 Z
    u = shrink @ stack.zb / variance  # Z'V^-1 B
    m2 = shrink @ m / variance  # Z'V^-2 Z
    u2 = shrink @ u / variance  # Z'V^-2 B
    gu = _left(stack, u, covariances)
    eu = np.concatenate([_touched(stack, entry, u) for entry in entries], axis=2)
    k = len(entries)
    return _Part(
        logdet=float(np.linalg.slogdet(inner)[1].sum()),
        count=blocks * size,
        shrunk=float(np.trace(shrink, axis1=1, axis2=2).sum()),
        shrunk2=float((shrink * shrink.transpose(0, 2, 1)).sum()),
        a=_cross(stack.zb, gu) / variance,
        p0=_cross(u, gu),
        q00=_cross(gu, u2),
        trace=np.array([_trace(stack, entry, m) for entry in entries]),
        trace0=np.array([_trace(stack, entry, m2) for entry in entries]),
        traces=np.array([[_traces(stack, i, j, m) for j in entries] for i in entries]),
        p=_cross(u, eu).reshape(width, k, width).transpose(1, 0, 2),
        q0=_cross(u2, eu).reshape(width, k, width).transpose(1, 0, 2),
        q=_cross(eu, m @ eu).reshape(k, width, k, width).transpose(0, 2, 1, 3),
    )


def _cross(left: Floats, right: Floats) -> Floats:
    """The sum over blocks of left'right."""
    return left.reshape(-1, left.shape[2]).T @ right.reshape(-1, right.shape[2])


def _left(stack: Stack, m: Floats, covariances: Sequence[Floats]) -> Floats:
    """Times G from the left."""
    out = np.zeros_like(m)
    for t, s in enumerate(covariances):
        for a, b in np.argwhere(s):
            out[:, stack.slice(t, a)] += s[a, b] * m[:, stack.slice(t, b)]
    return out


def _right(stack: Stack, m: Floats, covariances: Sequence[Floats]) -> Floats:
    """Times G from the right."""
    return _left(stack, m.transpose(0, 2, 1), covariances).transpose(0, 2, 1)


def _units(stack: Stack, entry: tuple[int, int, int]) -> list[tuple[slice, slice]]:
    """The places of the ones in E, the derivative of G by one entry of S."""
    t, a, b = entry
    one, other = stack.slice(t, a), stack.slice(t, b)
    return [(one, other)] if a == b else [(one, other), (other, one)]


def _touched(stack: Stack, entry: tuple[int, int, int], m: Floats) -> Floats:
    """E m."""
    out = np.zeros_like(m)
    for one, other in _units(stack, entry):
        out[:, one] = m[:, other]
    return out


def _trace(stack: Stack, entry: tuple[int, int, int], m: Floats) -> float:
    """tr(m E)."""
    return float(sum(np.einsum("cii->", m[:, other, one]) for one, other in _units(stack, entry)))


def _traces(stack: Stack, i: tuple[int, int, int], j: tuple[int, int, int], m: Floats) -> float:
    """tr(m E_i m E_j), m being symmetric."""
    return float(
        sum(
            np.einsum("cij,cij->", m[:, w, x], m[:, z, y])
            for x, y in _units(stack, i)
            for z, w in _units(stack, j)
        )
    )
