"""Cross-products of [X Z y], kept per connected block of levels.

Rows only meet through the levels they share, so ``V`` falls into independent blocks: one a person
for patient slopes alone, one a site for patients within sites, a single one where therapists cross
sites. After this step nothing depends on how many rows there were. Blocks of like size are stacked
with columns of zeros where one is smaller; such a column adds exactly nothing to any sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats, Ints
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.layout import Layout

RANK = 1e-12
"""Directions of Z'Z below this share of the largest count as empty."""


@dataclass(frozen=True, eq=False)
class Stack:
    """C blocks of like size. ``zz`` has shape (C, q, q), ``zb`` (C, q, columns of B);
    ``fitted``, of that shape too, holds the least squares coefficients of B on Z.

    The layout counts padding as levels; ``level`` has shape (C, effects, most levels) and names
    the level at each place, -1 for padding.
    """

    zz: Floats
    zb: Floats
    fitted: Floats
    layout: Layout
    level: Ints


@dataclass(frozen=True, eq=False)
class Sums:
    """All a fit with independent residuals needs, of n rows.

    ``within`` is R'R with R what the effects, taken as fixed, leave of B. V^-1 is the identity
    there whatever the effects' variances, so that no sum is a difference of large numbers.
    """

    n: int
    within: Floats
    stacks: tuple[Stack, ...]


def cross_products(b: Floats, effects: Sequence[Effect]) -> Sums:
    """The sums of B, which has n rows, and the effects."""
    component, size = blocks(effects, b.shape[0])
    stacks, left = [], b.copy()
    for chosen in _alike(effects, size):
        stack, explained = _stack(b, effects, component, chosen)
        stacks.append(stack)
        left -= explained
    return Sums(b.shape[0], left.T @ left, tuple(stacks))


def parted(effects: Sequence[Effect], n: int) -> tuple[list[int], list[int]]:
    """Which effects are kept in blocks, and which join blocks together and are better absorbed.

    The effect with most columns makes the blocks; others stay with it where they join none.
    """
    size = [len(effect.levels) * effect.width for effect in effects]
    ranked = sorted(range(len(effects)), key=lambda t: -size[t])
    inside = ranked[:1]
    count = len(blocks([effects[ranked[0]]], n)[1])
    for t in ranked[1:]:
        if len(blocks([effects[i] for i in (*inside, t)], n)[1]) >= count:
            inside.append(t)
    return inside, [t for t in ranked if t not in inside]


def blocks(effects: Sequence[Effect], n: int) -> tuple[list[Ints], Ints]:
    """For each effect the block of every level; and how many levels of each effect a block has."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    starts = n + np.cumsum([0, *(len(effect.levels) for effect in effects)])
    row = [np.flatnonzero(effect.codes >= 0) for effect in effects]
    to = [e.codes[r] + s for e, r, s in zip(effects, row, starts[:-1], strict=True)]
    ends, links = np.concatenate(row), np.concatenate(to)
    graph = coo_array((np.ones(ends.size), (ends, links)), shape=(starts[-1], starts[-1]))
    _, label = connected_components(graph, directed=False)
    _, joined = np.unique(label[n:], return_inverse=True)
    cut = starts[1:-1] - n
    component = [np.asarray(part, dtype=np.int64) for part in np.split(joined, cut)]
    blocks = int(joined.max()) + 1
    size = np.stack([np.bincount(part, minlength=blocks) for part in component], axis=1)
    return component, size


def _alike(effects: Sequence[Effect], size: Ints) -> list[Ints]:
    """Blocks to stack together: those whose size has the same power of two."""
    widths = np.array([effect.width for effect in effects])
    power = np.ceil(np.log2(size @ widths))
    return [np.flatnonzero(power == value) for value in np.unique(power)]


def _stack(
    rows: Floats,
    effects: Sequence[Effect],
    component: Sequence[Ints],
    chosen: Ints,
) -> tuple[Stack, Floats]:
    """The stack of the chosen blocks, and what its effects explain of the rows, taken as fixed."""
    slot = np.full(max(int(part.max()) for part in component) + 1, -1, dtype=np.int64)
    slot[chosen] = np.arange(chosen.size)
    level = [_level(slot[part], chosen.size) for part in component]
    counts = tuple(found.shape[1] for found in level)
    widths = tuple(effect.width for effect in effects)
    most = max(counts)
    padded = [np.pad(f, ((0, 0), (0, most - f.shape[1])), constant_values=-1) for f in level]
    places, weights = _places(effects, [slot[part] for part in component], level, counts)
    zz, zb = _products(rows, places, weights, chosen.size)
    fitted = np.asarray(np.linalg.pinv(zz, rcond=RANK, hermitian=True) @ zb, dtype=np.float64)
    stack = Stack(zz, zb, fitted, Layout(counts, widths), np.stack(padded, axis=1))
    return stack, _explained(fitted, places, weights)


def _explained(fitted: Floats, places: tuple[Ints, Ints], value: Floats) -> Floats:
    """The rows of Z times ``fitted``; zero where a row is in none of the blocks."""
    block, place = places
    flat = fitted.reshape(-1, fitted.shape[2])
    found = np.zeros((block.shape[1], fitted.shape[2]))
    for i in range(block.shape[0]):
        inside = np.flatnonzero(block[i] >= 0)
        at = block[i][inside] * fitted.shape[1] + place[i][inside]
        found[inside] += value[i][inside, None] * flat[at]
    return found


def _level(slot: Ints, blocks: int) -> Ints:
    """The levels of one effect that fall into each block, shape (blocks, most), -1 for padding."""
    inside = np.flatnonzero(slot >= 0)
    inside = inside[np.argsort(slot[inside], kind="stable")]
    count = np.bincount(slot[inside], minlength=blocks)
    place = np.arange(inside.size) - np.repeat(np.cumsum(count) - count, count)
    level = np.full((blocks, int(count.max(initial=0))), -1, dtype=np.int64)
    level[slot[inside], place] = inside
    return level


def _places(
    effects: Sequence[Effect],
    slots: Sequence[Ints],
    level: Sequence[Ints],
    counts: tuple[int, ...],
) -> tuple[tuple[Ints, Ints], Floats]:
    """For every row and random column: its block (-1: none of these), its place, its value."""
    block, place, value, start = [], [], [], 0
    for effect, slot, found, count in zip(effects, slots, level, counts, strict=True):
        rank = np.zeros(len(effect.levels), dtype=np.int64)
        for_blocks, at = np.nonzero(found >= 0)
        rank[found[for_blocks, at]] = at
        zr = effect.scaled
        inside = effect.codes >= 0
        for coefficient in range(effect.width):
            block.append(np.where(inside, slot[effect.codes], -1))
            place.append(start + coefficient * count + rank[effect.codes])
            value.append(zr[:, coefficient])
        start += effect.width * count
    return (np.stack(block), np.stack([*place, np.full_like(block[0], start)])), np.stack(value)


def _products(
    rows: Floats, places: tuple[Ints, Ints], value: Floats, blocks: int
) -> tuple[Floats, Floats]:
    block, place = places
    q = int(place[-1, 0])
    zz, zb = np.zeros(blocks * q * q), np.zeros((blocks * q, rows.shape[1]))
    for i in range(block.shape[0]):
        for j in range(block.shape[0]):
            both = (block[i] >= 0) & (block[j] >= 0)
            at = (block[i][both] * q + place[i][both]) * q + place[j][both]
            zz += np.bincount(at, (value[i] * value[j])[both], minlength=zz.size)
        inside = block[i] >= 0
        at = block[i][inside] * q + place[i][inside]
        np.add.at(zb, at, value[i][inside, None] * rows[inside])
    return zz.reshape(blocks, q, q), zb.reshape(blocks, q, rows.shape[1])
