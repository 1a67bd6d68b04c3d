"""Betters a choice of modules by small changes: one or two modules in, out, longer or shorter.

Greedy choice takes what is best at each step and never goes back; where sessions are few, a shorter
dose of one module may leave room for another that is worth more. Worth is a sum over needs, so what
two changes gain together is what each gains alone, but for the needs that both of them touch.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp
from time import perf_counter

from openimt.plan.schedule import Timetable
from openimt.plan.worth import Candidate, relief_of, worth

Chosen = Mapping[str, Candidate]

MOST_TIMETABLES = 40
"""Changes tried in a timetable before a plan stands; a hundred more gained nothing to speak of."""

_LEAST_GAIN = 1e-9


@dataclass(frozen=True)
class Yard:
    """What a choice is bettered by: the severity of each need, the sessions there are, and its
    timetable if it can be placed at all.

    ``kept``: modules that may change their dose and never leave.
    """

    severity: Mapping[str, float]
    capacity: int
    place: Callable[[Chosen], Timetable | None]
    until: float
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Change:
    """What becomes of a module (None = it is left out): the sessions that takes, and what it gains,
    ``by_need`` with the relief that it adds. ``adds``: it brings or lengthens the module."""

    module: str
    new: Candidate | None
    cost: int
    gain: float
    by_need: Mapping[str, tuple[float, float]]
    adds: bool

    @property
    def name(self) -> tuple[str, int]:
        """What tells changes of equal gain apart, whatever the order they are looked at in."""
        return self.module, self.new.sessions if self.new else 0


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
    return max(ends, key=lambda end: round(_leaning(end[0], yard), 9))


def _leaning(chosen: Chosen, yard: Yard) -> float:
    """The worth of a choice, with the leaning towards the plan in force."""
    return worth(chosen.values(), yard.severity) + sum(c.steady for c in chosen.values())


def _climb(
    best: dict[str, Candidate], table: Timetable, able: Chosen, yard: Yard
) -> tuple[dict[str, Candidate], Timetable]:
    """From change to change, the one that gains most and can be placed; two at once only where
    one gains nothing."""
    tries, size = MOST_TIMETABLES, 1
    while size <= 2:
        found = None
        for changes in _gains(best, able, yard, size):
            if tries <= 0 or perf_counter() > yard.until:
                return best, table
            tries -= 1
            trial = _changed(best, changes)
            if (found := yard.place(trial)) is not None:
                best, table = trial, found
                break
        size = 1 if found is not None else size + 1
    return best, table


def _gains(chosen: Chosen, able: Chosen, yard: Yard, size: int) -> list[tuple[_Change, ...]]:
    """Every change of so many modules that there are sessions for and that is worth more, the most
    first."""
    left = yard.capacity - sum(c.cost for c in chosen.values())
    relief = relief_of(chosen[m] for m in sorted(chosen))
    single = list(_changes(chosen, able, yard, relief))
    if size == 1:
        return _most_first([(one.gain, (one,)) for one in single if one.cost <= left])
    return _most_first(
        [
            (_together(a, b, relief, yard.severity), (a, b))
            for a, b in combinations(single, 2)
            if a.cost + b.cost <= left and (a.adds or b.adds) and a.module != b.module
        ]
    )


def _most_first(found: Sequence[tuple[float, tuple[_Change, ...]]]) -> list[tuple[_Change, ...]]:
    better = [one for one in found if one[0] > _LEAST_GAIN]
    better.sort(key=lambda one: (-round(one[0], 12), [change.name for change in one[1]]))
    return [changes for _, changes in better]


def _changes(
    chosen: Chosen, able: Chosen, yard: Yard, relief: Mapping[str, float]
) -> Iterator[_Change]:
    for module in sorted(able):
        usual, old = able[module], chosen.get(module)
        for new in (usual, usual.smallest, None):
            if new != old and (new is not None or module not in yard.kept):
                yield _change(usual, old, new, relief, yard.severity)


def _change(
    usual: Candidate,
    old: Candidate | None,
    new: Candidate | None,
    relief: Mapping[str, float],
    severity: Mapping[str, float],
) -> _Change:
    cost, sessions, gain = 0, 0, 0.0
    for one, sign in ((new, 1), (old, -1)):
        if one is not None:
            cost += sign * one.cost
            sessions += sign * one.sessions
            gain += sign * (one.fixed + one.steady)
    by_need = {
        target: (effect * sessions, _eased(target, effect * sessions, relief, severity))
        for target, effect in usual.relief.items()
    }
    gain += sum(eased for _, eased in by_need.values())
    return _Change(usual.module, new, cost, gain, by_need, sessions > 0)


def _eased(
    target: str, added: float, relief: Mapping[str, float], severity: Mapping[str, float]
) -> float:
    """How much more of a need is relieved when that much is added to what is brought already."""
    w = severity.get(target, 0.0)
    before = relief.get(target, 0.0)
    return w * (exp(-before / w) - exp(-(before + added) / w)) if w > 0 else 0.0


def _together(
    a: _Change, b: _Change, relief: Mapping[str, float], severity: Mapping[str, float]
) -> float:
    gain = a.gain + b.gain
    for target, (more, alone) in a.by_need.items():
        if target in b.by_need:
            other, other_alone = b.by_need[target]
            gain += _eased(target, more + other, relief, severity) - alone - other_alone
    return gain


def _changed(chosen: Chosen, changes: tuple[_Change, ...]) -> dict[str, Candidate]:
    trial = dict(chosen)
    for change in changes:
        trial.pop(change.module, None)
        if change.new is not None:
            trial[change.module] = change.new
    return trial
