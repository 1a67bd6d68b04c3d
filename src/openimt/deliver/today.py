"""Which one module a session is for: of everything that is due, the first by the therapy's order.

What stands on a high level of a hierarchy goes before the rest; then what is under way before what
was not begun; then, where phases bind, what belongs to the phase of now before what was left over.
The others stay in the plan, and on the agenda, one tap away.
"""

from collections.abc import Callable
from dataclasses import dataclass

from openimt.deliver.levels import levels_of, standing_at
from openimt.deliver.on_the_table import Given, Today, held_back, on_the_table, runs
from openimt.plan.plan import Placement


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: the modules that are ``due``, the one for today first; and those ``held``
    by a fact of the day, which the plan has for now."""

    due: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()


def in_turn(given: Given) -> Turn:
    """The modules of this day in the order in which a session takes them up."""
    due = sorted(on_the_table(given), key=_place(given, _near(given)))
    held = frozenset(placement.module for placement, _ in held_back(given))
    return Turn(tuple(placement.module for placement in due), held)


def todays(given: Given) -> Today | None:
    """The module and, in a sentence, why it; None while none is due."""
    due, near = on_the_table(given), _near(given)
    if not due:
        return None
    chosen = min(due, key=_place(given, near))
    return Today(chosen.module, _why(chosen, given, near))


def _place(
    given: Given, near: list[tuple[str, tuple[str, ...]]]
) -> Callable[[Placement], tuple[int, bool, int, int]]:
    last = len(near)

    def place(one: Placement) -> tuple[int, bool, int, int]:
        level = next((n for n, (_, modules) in enumerate(near) if one.module in modules), last)
        return level, not runs(one, given), _away(one, given), one.start_week

    return place


def _near(given: Given) -> list[tuple[str, tuple[str, ...]]]:
    """Name and modules of each level on which something stands now."""
    return [(one.name, one.modules) for one in levels_of(given) if standing_at(given, one)]


def _away(placement: Placement, given: Given) -> int:
    """How far its home lies from the phase of now; one that lies behind goes before one ahead."""
    if not given.therapy.binds_phases:
        return 0
    home = given.catalogue.module(placement.module).home.order
    here = given.profile.phase.order
    return 2 * (home - here) if home > here else max(0, 2 * (here - home) - 1)


def _why(placement: Placement, given: Given, near: list[tuple[str, tuple[str, ...]]]) -> str:
    for name, modules in near:
        if placement.module in modules:
            return f"For today: something stands now under “{name}”."
    step = given.record(placement.module).step
    if runs(placement, given):
        return f"For today: it is under way, on step {max(1, step)} of 4."
    if given.therapy.binds_phases and _away(placement, given) == 0:
        return "For today: not begun, and it belongs to the phase of now."
    return "For today: not begun, and the next in the plan."
