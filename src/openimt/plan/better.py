"""Betters a choice of modules by small changes: one or two modules in, out, longer or shorter.

Greedy choice takes what is best at each step and never goes back; where sessions are few, a shorter
dose of one module may leave room for another that is worth more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from time import perf_counter

from openimt.plan.schedule import Timetable
from openimt.plan.worth import Candidate

Chosen = Mapping[str, Candidate]
Change = tuple[str, Candidate | None]
"""A module and what becomes of it; None = it is left out."""

MOST_TIMETABLES = 40
"""Changes tried in a timetable before a plan stands; a hundred more gained nothing to speak of."""

_LEAST_GAIN = 1e-9


@dataclass(frozen=True)
class Yard:
    """What a choice is bettered by: its worth, and its timetable if it can be placed at all.

    ``kept``: modules that may change their dose and never leave.
    """

    worth: Callable[[Chosen], float]
    place: Callable[[Chosen], Timetable | None]
    until: float
    kept: frozenset[str] = frozenset()


def bettered(
    chosen: Chosen, table: Timetable, able: Chosen, yard: Yard
) -> tuple[dict[str, Candidate], Timetable]:
    """The best choice that small changes lead to, from this one or from nothing optional at all.

    ``able``: the modules that may come, go and change their dose, each at its usual one.
    """
    ends = [_climb(dict(chosen), table, able, yard)]
    bare = {m: c for m, c in chosen.items() if m not in able or m in yard.kept}
    if (empty := yard.place(bare)) is not None:
        ends.append(_climb(bare, empty, able, yard))
    return max(ends, key=lambda end: round(yard.worth(end[0]), 9))


def _climb(
    best: dict[str, Candidate], table: Timetable, able: Chosen, yard: Yard
) -> tuple[dict[str, Candidate], Timetable]:
    """From change to change, the one that gains most and can be placed; two at once only where
    one gains nothing."""
    tries, size = MOST_TIMETABLES, 1
    while size <= 2:
        found = None
        for trial in _gains(best, able, yard, size):
            if tries <= 0 or perf_counter() > yard.until:
                return best, table
            tries -= 1
            if (found := yard.place(trial)) is not None:
                best, table = trial, found
                break
        size = 1 if found is not None else size + 1
    return best, table


def _gains(chosen: Chosen, able: Chosen, yard: Yard, size: int) -> list[dict[str, Candidate]]:
    """Every change of so many modules that is worth more, the most first."""
    now = yard.worth(chosen)
    single = _changes(chosen, able, yard.kept)
    changes = [c for c in combinations(single, size) if _useful(c, chosen)]
    trials = [_changed(chosen, c) for c in changes]
    worths = [(yard.worth(trial), trial) for trial in trials]
    better = [(w, trial) for w, trial in worths if w > now + _LEAST_GAIN]
    return [trial for _, trial in sorted(better, key=lambda b: (-b[0], _name(b[1])))]


def _useful(changes: tuple[Change, ...], chosen: Chosen) -> bool:
    """Whether each change is of another module, and one of two at least adds something."""
    if len(changes) == 1:
        return True
    (a, _), (b, _) = changes
    return a != b and any(
        new is not None and (m not in chosen or new.sessions > chosen[m].sessions)
        for m, new in changes
    )


def _changes(chosen: Chosen, able: Chosen, kept: frozenset[str]) -> Iterator[Change]:
    for module in sorted(able):
        usual = able[module]
        for other in (usual, replace(usual, sessions=usual.fewest), None):
            if other != chosen.get(module) and (other is not None or module not in kept):
                yield module, other


def _changed(chosen: Chosen, changes: tuple[Change, ...]) -> dict[str, Candidate]:
    trial = dict(chosen)
    for module, other in changes:
        trial.pop(module, None)
        if other is not None:
            trial[module] = other
    return trial


def _name(trial: Chosen) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((module, c.sessions) for module, c in trial.items()))
