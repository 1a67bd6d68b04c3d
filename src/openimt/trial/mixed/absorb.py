"""Add random effects Z G Z' to a V whose moments with B+ = [X Z y] are known (Woodbury).

Effects with few levels that join many blocks, such as sites or therapists over patients, are kept
out of the blocks and added here: V = W^-1 + Z G Z' gives V^-1 = W - W Z C Z'W with
C = G (I + Z'W Z G)^-1, so that everything about V follows from the p + q + 1 columns of B+.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.layout import Layout, times, touched, trace, trace_of_two
from openimt.trial.mixed.moments import Moments


@dataclass(frozen=True, eq=False)
class Absorbed:
    """The pieces all sums are made of.

    ``turn`` (p + q + 1, p + 1): V^-1 B = W B+ turn. ``back`` (q, q): Z'V^-1 = back Z'W.
    ``u`` = Z'V^-1 B, ``m`` = Z'V^-1 Z, ``c`` = C, ``logdet`` = log|V| - log|W^-1|,
    ``z`` the places of Z in B+.
    """

    turn: Floats
    back: Floats
    u: Floats
    m: Floats
    c: Floats
    logdet: float
    z: slice

    @classmethod
    def of(cls, a: Floats, layout: Layout, covariances: Sequence[Floats]) -> "Absorbed":
        """From B+'W B+ and the covariance S of every effect."""
        size, width = layout.size, len(a)
        z = slice(width - 1 - size, width - 1)
        others = np.r_[0 : z.start, width - 1]
        aa, ab = a[z, z], a[z][:, others]
        core = np.eye(size) + times(layout, covariances, aa).T
        c = times(layout, covariances, np.asarray(np.linalg.inv(core), dtype=np.float64))
        c = (c + c.T) / 2
        turn = np.zeros((width, len(others)))
        turn[others, np.arange(len(others))] = 1.0
        turn[z] = -c @ ab
        back = np.eye(size) - aa @ c
        m = back @ aa
        logdet = float(np.linalg.slogdet(core)[1])
        return cls(turn, back, back @ ab, (m + m.T) / 2, c, logdet, z)

    def gram(self, a: Floats) -> Floats:
        """B'V^-1 B from B+'W B+."""
        found = self.turn.T @ a
        others = np.r_[0 : self.z.start, len(a) - 1]
        return (found[:, others] + found[:, others].T) / 2


def absorb(inner: Moments, layout: Layout, covariances: Sequence[Floats]) -> Moments:
    """The moments of V; the parameters of W^-1 come first, then the entries of every S."""
    if not layout.size:
        return inner
    ab = Absorbed.of(inner.a, layout, covariances)
    entries, z, turn, c = layout.entries, ab.z, ab.turn, ab.c
    k, outer, width = len(inner.trace), len(entries), turn.shape[1]
    pt = inner.p @ turn
    pz, qz = inner.p[:, z, z], inner.q[:, :, z, z]
    cp = c @ pz
    eu = np.stack([touched(layout, entry, ab.u) for entry in entries])
    p = np.concatenate([turn.T @ pt, ab.u.T @ eu])
    trace_p = inner.trace - np.einsum("iaa->i", cp)
    traces = np.empty((k + outer, k + outer))
    traces[:k, :k] = inner.traces - 2 * np.tensordot(qz, c, ([2, 3], [1, 0]))
    traces[:k, :k] += np.tensordot(cp, cp, ([1, 2], [2, 1]))
    q = np.empty((k + outer, k + outer, width, width))
    q[:k, :k] = turn.T @ inner.q @ turn
    across = pt[:, z].transpose(0, 2, 1)
    q[:k, :k] -= across[:, None] @ (c @ pt[:, z])[None]
    through = across @ ab.back.T
    squared = ab.back @ pz @ ab.back.T
    q[:k, k:] = through[:, None] @ eu[None]
    q[k:, :k] = q[:k, k:].transpose(1, 0, 3, 2)
    q[k:, k:] = eu.transpose(0, 2, 1)[:, None] @ (ab.m @ eu)[None]
    for j, entry in enumerate(entries):
        traces[:k, k + j] = [trace(layout, entry, one) for one in squared]
        traces[k + j, :k] = traces[:k, k + j]
        traces[k + j, k:] = [trace_of_two(layout, entry, other, ab.m) for other in entries]
    outer_trace = [trace(layout, entry, ab.m) for entry in entries]
    bends = _bends(inner, ab, k + outer)
    return Moments(
        inner.logdet + ab.logdet,
        ab.gram(inner.a),
        np.concatenate([trace_p, outer_trace]),
        p,
        traces,
        q,
        *bends,
    )


def _bends(inner: Moments, ab: Absorbed, count: int) -> tuple[Floats, Floats]:
    """The second derivatives, zero for every entry of S."""
    if not inner.trace_bend.size:
        return inner.trace_bend, inner.p_bend
    k, width = len(inner.trace), ab.turn.shape[1]
    trace_bend = np.zeros((count, count))
    p_bend = np.zeros((count, count, width, width))
    trace_bend[:k, :k] = inner.trace_bend
    trace_bend[:k, :k] -= np.einsum("ab,ijba->ij", ab.c, inner.p_bend[:, :, ab.z, ab.z])
    p_bend[:k, :k] = ab.turn.T @ inner.p_bend @ ab.turn
    return trace_bend, p_bend
